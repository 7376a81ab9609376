"""Bytes on a real socket that are HTTP, nearly HTTP, or nothing of the kind."""

import http.client
import json
import socket
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from server.config import HOST
from server.http.protocol import JSON, NDJSON
from tests.support.application import STORY, Address
from tests.support.fuzzing.guarded_app import check
from tests.support.fuzzing.paths import cases

# Past this a server that has not answered waits for the rest of what we began to send.
PATIENCE_SECONDS = 0.15

BODY = json.dumps({"paragraphs": STORY}).encode()


class Wire(BytesIO):
    """What came back, readable by http.client as a socket; it stays open from answer to answer."""

    def makefile(self, *_: object) -> "Wire":
        return self

    def close(self) -> None:
        """Stay open."""


def exchange(address: Address, parts: list[bytes]) -> tuple[Wire, bool]:
    """Send bytes part by part; return what came back, and whether the server closed by itself."""
    got = b""
    with socket.create_connection((HOST, address.port), timeout=PATIENCE_SECONDS) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for part in parts:
                connection.sendall(part)
            while chunk := connection.recv(65536):
                got += chunk
        except TimeoutError:
            return Wire(got), False
        except ConnectionError:
            # It refused, and closed before it had read all that was sent.
            return Wire(got), True
    return Wire(got), True


def read_answer(wire: Wire) -> str:
    response = http.client.HTTPResponse(wire)
    response.begin()
    content = response.read()
    return check(response.status, dict(response.headers), content)


def probe(address: Address, parts: list[bytes]) -> None:
    wire, is_closed = exchange(address, parts)
    answers = 0
    while wire.tell() < len(wire.getvalue()):
        try:
            event(read_answer(wire))
        except http.client.HTTPException:
            # Half an answer: we stopped to wait.
            assert not is_closed
            return
        answers += 1
    event("no answer" if not answers else "answered")
    response, _ = address.ask("GET", "/v1/health")
    assert response.status == 200


tokens = st.sampled_from(
    (
        *(b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" ", b"\t", b":", b"\x00", b"%00", b"\xff", b"?"),
        *(b"GET ", b"POST ", b"OPTIONS ", b"/", b"/v1/digest", b"/v1/health", b"http://news.test/"),
        *(b" HTTP/1.1", b" HTTP/1.0", b" HTTP/0.9", b" HTTP/9.9", b" ICY/1.1", b"*"),
        *(b"Host: ", b"127.0.0.1", b"Content-Length: ", b"0", b"-1", b"+5", b"1e3", b"9" * 30),
        *(b"Transfer-Encoding: ", b"chunked", b"gzip, chunked", b"identity", b"0\r\n\r\n"),
        *(b"Expect: 100-continue", b"Connection: close", b"Connection: upgrade", b"Upgrade: h2c"),
        *(b"f" * 18 + b"\r\n", b"5;x=y\r\n", b"5\r\nab", b"A: " + b"b" * 9_000, BODY),
    )
)
lines = st.lists(tokens, max_size=4).map(b"".join)
messages = st.lists(lines, min_size=1, max_size=8).map(b"\r\n".join)
# Where a slice of a message begins, as a share of its length; how long it is; what replaces it.
edits = st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(tokens, st.binary(max_size=8)))


@pytest.fixture
def address(start: Callable[..., Address]) -> Address:
    return start()


@cases(1)
@given(messages, st.booleans())
def test_what_is_nearly_http_is_answered_in_our_shape(
    address: Address, message: bytes, is_ended: bool
) -> None:
    probe(address, [message, b"\r\n\r\n" if is_ended else b""])


@cases(1)
@given(
    st.lists(edits, max_size=3), st.booleans(), st.integers(1, 5), st.sampled_from((JSON, NDJSON))
)
def test_a_damaged_request_harms_nobody(
    address: Address,
    changes: list[tuple[float, int, bytes]],
    is_chunked: bool,
    count: int,
    accept: str,
) -> None:
    if is_chunked:
        framing, body = (
            {"Transfer-Encoding": "chunked"},
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY),
        )
    else:
        framing, body = {"Content-Length": str(len(BODY))}, BODY
    raw = address.write_head("POST", "/v1/digest", Accept=accept, **framing) + body
    for share, length, new in changes:
        start = round(share * len(raw))
        raw = raw[:start] + new + raw[start + length :]
    step = -(-len(raw) // count)
    probe(address, [raw[place : place + step] for place in range(0, len(raw), step)])
