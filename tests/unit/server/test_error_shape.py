"""One shape for every refusal, from a route, the guard, Flask or Waitress."""

import http.client
import json
import socket
from collections.abc import Callable

import pytest

from server.digest.article import Article
from server.errors import (
    Busy,
    DeadlinePassed,
    DigestError,
    ModelDamaged,
    ModelMissing,
    PairingUnavailable,
    Stopping,
)
from server.summarizer import Summarizer, Unavailable
from tests.support.application import SAID, STORY, Address, SteppingScorer

Start = Callable[..., Address]
Answer = tuple[http.client.HTTPResponse, bytes]

STORY_BODY = json.dumps({"paragraphs": STORY}).encode()
SECRET = "the words of the article"


def post(address: Address, body: object) -> Answer:
    return address.ask("POST", "/v1/digest", json.dumps(body).encode())


def refuse_to_shorten(start: Start, reason: DigestError) -> Answer:
    return start(Unavailable(reason)).ask("POST", "/v1/digest", STORY_BODY)


def guess(address: Address, times: int) -> Answer:
    answers = [address.ask("POST", "/v1/pair", b'{"code":"x"}') for _ in range(times)]
    return answers[-1]


def fail_inside(_step: int) -> None:
    raise RuntimeError(SECRET)


CASES: dict[str, Callable[[Start], Answer]] = {
    "host_not_allowed": lambda start: start().ask("GET", "/v1/health", Host="news.test"),
    "origin_not_allowed": lambda start: start().ask("GET", "/v1/health", Origin="null"),
    "not_paired": lambda start: start().ask("GET", "/v2/nowhere", Authorization=None),
    "wrong_code": lambda start: guess(start(), 5),
    "pairing_locked": lambda start: guess(start(), 6),
    "unsupported_media_type": lambda start: start().ask(
        "POST", "/v1/pair", Content_Type="text/plain"
    ),
    "not_json": lambda start: start().ask("POST", "/v1/digest", b"{"),
    "missing_field": lambda start: post(start(), {}),
    "bad_field": lambda start: post(start(), {"paragraphs": 1}),
    "empty": lambda start: post(start(), {"paragraphs": []}),
    "too_short": lambda start: post(start(), {"paragraphs": STORY[:1]}),
    "too_large": lambda start: start().ask("POST", "/v1/digest", b" " * 2_000_001),
    "not_english": lambda start: post(start(), {"paragraphs": ["Das ist kein Englisch."] * 9}),
    "model_missing": lambda start: refuse_to_shorten(start, ModelMissing()),
    "model_damaged": lambda start: refuse_to_shorten(start, ModelDamaged()),
    # Their causes are tested in test_load.py, test_ticket.py and test_pairing_faults.py.
    "busy": lambda start: refuse_to_shorten(start, Busy()),
    "deadline_passed": lambda start: refuse_to_shorten(start, DeadlinePassed()),
    "stopping": lambda start: refuse_to_shorten(start, Stopping()),
    "pairing_unavailable": lambda start: refuse_to_shorten(start, PairingUnavailable()),
    "not_found": lambda start: start().ask("GET", "/v2/nowhere"),
    "method_not_allowed": lambda start: start().ask("GET", "/v1/digest"),
    "internal": lambda start: start(Summarizer("failing", SteppingScorer(fail_inside))).ask(
        "POST", "/v1/digest", STORY_BODY
    ),
}

MALFORMED = [
    pytest.param(b"hello\r\n\r\n", id="no request line"),
    pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", id="TLS"),
    pytest.param(b"get / HTTP/1.1\r\n\r\n", id="method in small letters"),
    pytest.param(b"GET / HTTP/1.1\r\nno colon\r\n\r\n", id="header without a colon"),
    pytest.param(b"GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n", id="bare line feed"),
    pytest.param(b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", id="negative length"),
    pytest.param(b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", id="unknown encoding"),
    pytest.param(
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", id="broken chunk"
    ),
    pytest.param(b"GET / HTTP/1.1\r\nA: " + b"b" * 20_000 + b"\r\n\r\n", id="endless header"),
]


def check_shape(status: int, headers: http.client.HTTPMessage, content: bytes, code: str) -> None:
    kinds = {kind.code: kind for kind in DigestError.__subclasses__()}
    error = json.loads(content)["error"]
    assert json.loads(content).keys() == {"error"}
    assert error.keys() == {"code", "message", "hint"}
    assert (status, error["code"]) == (kinds[code].status, code)
    assert error["message"].endswith(".")
    assert error["hint"].endswith(".")
    assert headers["Content-Type"] == "application/json"
    assert {name: headers[name] for name in SAID} == SAID
    assert headers["Server"] is None


@pytest.mark.parametrize("code", CASES)
def test_every_refusal_has_the_shape(start: Start, code: str) -> None:
    response, content = CASES[code](start)
    check_shape(response.status, response.headers, content, code)
    assert SECRET.encode() not in content


def test_every_code_has_a_case() -> None:
    codes = [kind.code for kind in DigestError.__subclasses__()]
    assert sorted(codes) == sorted([*CASES, "bad_request"])


@pytest.mark.parametrize("raw", MALFORMED)
def test_malformed_http_has_the_shape(start: Start, raw: bytes) -> None:
    response, content = read(start().send(raw))
    check_shape(response.status, response.headers, content, "bad_request")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/digest", "OPTIONS, POST"),
        ("/v1/health", "GET, HEAD, OPTIONS"),
        ("/", "GET, HEAD"),
        ("/v2/nowhere", "GET, HEAD, OPTIONS, POST"),
    ],
)
def test_a_refusal_names_the_methods_that_are_allowed(
    start: Start, path: str, allowed: str
) -> None:
    response, _ = start().ask("DELETE", path)
    assert response.headers["Allow"] == allowed


def test_a_request_without_a_host_is_refused(start: Start) -> None:
    response, content = read(start().send(b"GET /v1/health HTTP/1.0\r\n\r\n"))
    check_shape(response.status, response.headers, content, "host_not_allowed")


def test_doubled_slashes_are_not_redirected(start: Start) -> None:
    response, content = start().ask("GET", "/v1//health")
    check_shape(response.status, response.headers, content, "not_found")


def test_a_host_is_checked_before_the_size(start: Start) -> None:
    response, content = start().ask("POST", "/v1/digest", b" " * 2_000_001, Host="news.test")
    check_shape(response.status, response.headers, content, "host_not_allowed")


def test_a_body_far_past_the_limit_is_refused_unread(start: Start) -> None:
    address = start(max_body_bytes=1_000)
    raw = address.write_head("POST", "/v1/digest", Content_Length="100000000")
    response, content = read(address.send(raw))
    check_shape(response.status, response.headers, content, "too_large")


@pytest.mark.parametrize("size", [1_001, 20_000], ids=["past the guard", "past what is received"])
def test_a_chunked_body_is_measured(start: Start, size: int) -> None:
    address = start(max_body_bytes=1_000)
    head = address.write_head("POST", "/v1/digest", Transfer_Encoding="chunked", Connection="close")
    chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (size, b" " * size)
    response, content = read(address.send(head + chunk))
    check_shape(response.status, response.headers, content, "too_large")


def test_a_chunked_body_within_the_limit_is_read(start: Start) -> None:
    address = start()
    head = address.write_head("POST", "/v1/digest", Transfer_Encoding="chunked", Connection="close")
    half = len(STORY_BODY) // 2
    parts = (STORY_BODY[:half], STORY_BODY[half:])
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    response, content = read(address.send(head + chunks + b"0\r\n\r\n"))
    assert response.status == 200
    assert len(json.loads(content)["points"]) == 3


def test_a_missing_model_leaves_the_server_alive(start: Start) -> None:
    response, content = start(Unavailable(ModelMissing())).ask("GET", "/v1/health")
    assert response.status == 200
    assert json.loads(content)["model"] is None


def test_a_reason_can_be_given_again_and_again() -> None:
    reason = ModelDamaged("The file is cut short.")
    unavailable = Unavailable(reason)
    for _ in range(3):
        with pytest.raises(ModelDamaged, match="cut short") as caught:
            unavailable.steps(Article.from_paragraphs(STORY), 3, "en")
        assert len(caught.traceback) == 2


def read(raw: bytes) -> Answer:
    """Read one response from the bytes of a connection."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(raw)
        response = http.client.HTTPResponse(ours)
        response.begin()
        return response, response.read()
