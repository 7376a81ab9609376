"""The guard: every request that browsers were measured to send, against every kind of route."""

import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from server.config import EXTENSION_ID, Config
from server.http import guard
from server.pairing.pairing import Pairing
from server.summarizer import Summarizer
from tests.support.application import Address, ExtensionClient, extension_headers, make_client

FIREFOX = "moz-extension://0f9b2c1e-5a47-4d3e-9c36-7be01d2a6f48"

API = [
    pytest.param("GET", "/v1/health", id="health"),
    pytest.param("POST", "/v1/pair", id="pair"),
    pytest.param("POST", "/v1/digest", id="digest"),
    pytest.param("OPTIONS", "/v1/digest", id="preflight"),
    pytest.param("GET", "/v2/nowhere", id="unknown address"),
]
PAGES = [pytest.param("GET", path, id=path) for path in ("/", "/welcome.css", "/icon.png")]

HOSTS = [
    pytest.param("rebind.test:8771", id="DNS rebinding"),
    pytest.param("localhost:8771", id="localhost"),
    pytest.param("LOCALHOST:8771", id="in capitals"),
    pytest.param("0.0.0.0:8771", id="0.0.0.0"),
    pytest.param("[::1]:8771", id="IPv6 loopback"),
    pytest.param("[::ffff:127.0.0.1]:8771", id="IPv4 in IPv6"),
    pytest.param("127.0.0.1.:8771", id="trailing dot"),
    pytest.param("127.1:8771", id="short form"),
    pytest.param("2130706433:8771", id="as a number"),
    pytest.param("127.0.0.1", id="no port"),
    pytest.param("127.0.0.1:8772", id="another port"),
    pytest.param("127.0.0.1:08771", id="port with a zero"),
    pytest.param("127.0.0.1:8771.rebind.test", id="our address as a prefix"),
    pytest.param("127.0.0.1:8771, rebind.test", id="two headers"),
    pytest.param("me@127.0.0.1:8771", id="user part"),
    pytest.param("", id="empty"),
]

ORIGINS = [
    pytest.param("null", id="null"),
    pytest.param("", id="empty"),
    pytest.param("http://news.test", id="page"),
    pytest.param("https://news.test", id="secure page"),
    pytest.param("http://localhost:8771", id="localhost"),
    pytest.param("http://127.0.0.1:3000", id="another local page"),
    pytest.param("https://127.0.0.1:8771", id="our own address by https"),
    pytest.param("http://127.0.0.1:8771.news.test", id="our own address as a prefix"),
    pytest.param(f"chrome-extension://{'a' * 32}", id="another extension"),
    pytest.param(f"chrome-extension://{EXTENSION_ID}.news.test", id="our ID as a prefix"),
    pytest.param(f"chrome-extension://{EXTENSION_ID}/", id="our ID and a slash"),
    pytest.param(f"chrome-extension://{EXTENSION_ID.upper()}", id="our ID in capitals"),
    pytest.param("moz-extension://anything", id="Firefox without UUID"),
    pytest.param(f"{FIREFOX}.news.test", id="Firefox UUID as a prefix"),
    pytest.param(f"chrome-extension://{EXTENSION_ID}, http://news.test", id="two headers"),
]


def code(response: Any) -> str:
    found: str = response.get_json()["error"]["code"]
    return found


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(("method", "path"), API + PAGES)
def test_another_host_is_refused(
    client: ExtensionClient, method: str, path: str, host: str
) -> None:
    response = client.ask(method, path, Host=host)
    assert (response.status_code, code(response)) == (403, "host_not_allowed")


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize(("method", "path"), API + PAGES)
def test_another_origin_is_refused(
    client: ExtensionClient, method: str, path: str, origin: str
) -> None:
    response = client.ask(method, path, Origin=origin)
    assert (response.status_code, code(response)) == (403, "origin_not_allowed")
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(("method", "path"), API[1:])
@pytest.mark.parametrize("origin", [None, "http://127.0.0.1:8771"], ids=["none", "our own page"])
def test_where_work_is_done_only_an_extension_passes(
    client: ExtensionClient, method: str, path: str, origin: str | None
) -> None:
    response = client.ask(method, path, Origin=origin)
    assert (response.status_code, code(response)) == (403, "origin_not_allowed")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/v1/health", "/", "/welcome.js"])
def test_a_visit_needs_neither_origin_nor_token(
    client: ExtensionClient, method: str, path: str
) -> None:
    response = client.ask(method, path, Origin=None, Authorization=None, Sec_Fetch_Site=None)
    assert response.status_code == 200


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_the_page_is_not_for_extensions(client: ExtensionClient, method: str, path: str) -> None:
    assert client.ask(method, path).status_code == 403
    assert client.ask(method, path, Origin="http://127.0.0.1:8771").status_code == 200


def test_who_followed_a_link_to_the_page_learns_how_to_get_there(client: ExtensionClient) -> None:
    response = client.ask("GET", "/", Origin=None, Sec_Fetch_Site="cross-site")
    assert "Type this page's address" in response.get_json()["error"]["hint"]


@pytest.mark.parametrize("site", ["cross-site", "same-site", "elsewhere", ""])
@pytest.mark.parametrize("origin", [None, FIREFOX, "http://127.0.0.1:8771"])
@pytest.mark.parametrize(("method", "path"), API + PAGES)
def test_a_request_from_another_site_is_refused(
    client: ExtensionClient, method: str, path: str, origin: str | None, site: str
) -> None:
    response = client.ask(method, path, Origin=origin, Sec_Fetch_Site=site)
    assert (response.status_code, code(response)) == (403, "origin_not_allowed")


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        pytest.param(f"chrome-extension://{EXTENSION_ID}", "none", id="Chromium"),
        pytest.param(FIREFOX, "same-origin", id="Firefox"),
        pytest.param(f"chrome-extension://{EXTENSION_ID}", None, id="a program"),
    ],
)
def test_the_paired_extension_gets_in(
    client: ExtensionClient, story: dict[str, Any], origin: str, site: str | None
) -> None:
    client.pairing.redeem(client.pairing.offer_code(), origin)
    response = client.ask("POST", "/v1/digest", story, Origin=origin, Sec_Fetch_Site=site)
    assert response.status_code == 200


@pytest.mark.parametrize(("method", "path"), [*API[2:3], *API[4:]])
@pytest.mark.parametrize(
    "spell",
    [
        pytest.param(lambda _: None, id="absent"),
        pytest.param(lambda _: "", id="empty"),
        pytest.param(lambda _: "Bearer", id="scheme alone"),
        pytest.param(lambda _: "Bearer ", id="no token"),
        pytest.param(lambda token: token, id="no scheme"),
        pytest.param(lambda token: f"Basic {token}", id="another scheme"),
        pytest.param(lambda token: f"Bearer {token[:-1]}", id="one letter short"),
        pytest.param(lambda token: f"Bearer {token}=", id="one letter more"),
        pytest.param(lambda token: f"Bearer {token.swapcase()}", id="in the other case"),
        pytest.param(lambda token: f"Bearer  {token}", id="two spaces"),
        pytest.param(lambda token: f"Bearer {token}, Bearer {token}", id="two headers"),
        pytest.param(lambda _: "Bearer \xe9\xff", id="not ASCII"),
    ],
)
def test_without_the_very_token_nothing_is_told(
    client: ExtensionClient, method: str, path: str, spell: Callable[[str], str | None]
) -> None:
    response = client.ask(method, path, Authorization=spell(client.pairing.token))
    assert (response.status_code, code(response)) == (401, "not_paired")
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert client.pairing.token not in response.text


def test_the_token_does_not_help_who_was_not_paired(
    client: ExtensionClient, story: dict[str, Any]
) -> None:
    response = client.ask("POST", "/v1/digest", story, Origin=FIREFOX)
    assert (response.status_code, code(response)) == (401, "not_paired")
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    "content_type",
    [
        pytest.param("text/plain", id="text form"),
        pytest.param("application/x-www-form-urlencoded", id="form"),
        pytest.param("multipart/form-data; boundary=x", id="upload form"),
        pytest.param("text/plain; application/json", id="JSON as a parameter"),
        pytest.param("application/json; charset=utf-16", id="another charset"),
        pytest.param("application/jsonp", id="JSON as a prefix"),
        pytest.param(None, id="none"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/digest", "/v1/pair", "/v2/nowhere"])
def test_only_json_may_be_posted(
    client: ExtensionClient, story: dict[str, Any], path: str, content_type: str | None
) -> None:
    response = client.ask("POST", path, story, Content_Type=content_type)
    assert (response.status_code, code(response)) == (415, "unsupported_media_type")


class Unreadable(io.BytesIO):
    def read(self, _size: int | None = -1) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize("path", ["/v1/digest", "/v1/pair", "/v2/nowhere"])
def test_a_large_body_is_refused_before_it_is_read(
    client: ExtensionClient, config: Config, path: str
) -> None:
    response = client.post(
        path,
        headers=extension_headers(config),
        input_stream=Unreadable(b" " * (config.max_body_bytes + 1)),
    )
    assert (response.status_code, code(response)) == (413, "too_large")
    assert response.get_json()["error"]["message"] == "The request is larger than 2 MB."


def test_a_body_of_the_exact_limit_gets_in(client: ExtensionClient, config: Config) -> None:
    body = b'{"paragraphs": []}'.ljust(config.max_body_bytes)
    assert code(client.ask("POST", "/v1/digest", body)) == "empty"


# What can be wrong with a request, in the order of the guard's checks, and how it is refused.
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "host": ({"Host": "rebind.test:8771"}, "host_not_allowed"),
    "method": ({"method": "PUT"}, "method_not_allowed"),
    "origin": ({"Origin": "http://news.test"}, "origin_not_allowed"),
    "site": ({"Sec_Fetch_Site": "cross-site"}, "origin_not_allowed"),
    "type": ({"Content_Type": "text/plain"}, "unsupported_media_type"),
    "size": ({"body": b" " * 1_001}, "too_large"),
    "token": ({"Authorization": "Bearer x"}, "not_paired"),
}


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(FAULTS, 2)))
@pytest.mark.parametrize("path", ["/v1/digest", "/v2/nowhere"])
def test_of_two_faults_the_earlier_answers(
    summarizer: Summarizer, path: str, first: str, second: str
) -> None:
    client = make_client(summarizer, Config(max_body_bytes=1_000))
    (wrong, told), (also_wrong, _) = FAULTS[first], FAULTS[second]
    asked = {"method": "POST", "path": path} | wrong | also_wrong
    assert code(client.ask(**asked)) == told


@pytest.mark.parametrize("path", ["/v1/digest", "/v2/nowhere"])
@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_is_enough(summarizer: Summarizer, path: str, fault: str) -> None:
    client = make_client(summarizer, Config(max_body_bytes=1_000))
    wrong, told = FAULTS[fault]
    assert code(client.ask(**({"method": "POST", "path": path} | wrong))) == told


def test_every_route_is_in_the_table(client: ExtensionClient) -> None:
    rules = {rule.rule: rule.methods for rule in client.application.url_map.iter_rules()}
    assert rules == {path: wants.methods for path, wants in guard.ROUTES.items()}


def test_work_and_the_unknown_want_the_token() -> None:
    free = {path for path, wants in guard.ROUTES.items() if not wants.token}
    assert free == {"/", "/welcome.css", "/welcome.js", "/icon.png", "/v1/health", "/v1/pair"}
    assert guard.UNKNOWN.token


def test_it_holds_at_once_that_all_pairings_were_ended(
    client: ExtensionClient, story: dict[str, Any]
) -> None:
    assert client.ask("POST", "/v1/digest", story).status_code == 200
    Pairing(client.pairing._folder).reset()
    assert code(client.ask("POST", "/v1/digest", story)) == "not_paired"


RAW = [
    pytest.param("GET", "/v1/health", "Host: {host}\r\nHost: {host}", id="our host twice"),
    pytest.param("GET", "/v1/health", "Host: {host}\r\nHost: news.test", id="ours, then another"),
    pytest.param("GET", "/v1/health", "Host: news.test\r\nHost: {host}", id="another, then ours"),
    pytest.param("GET", "http://{host}/v1/health", "Host: news.test", id="ours in the target"),
    pytest.param("GET", "/v1/health", "X-Forwarded-Host: {host}", id="forwarded"),
]


@pytest.mark.parametrize(("method", "target", "lines"), RAW)
def test_only_the_host_header_itself_counts(
    start: Callable[..., Address], method: str, target: str, lines: str
) -> None:
    address = start()
    raw = f"{method} {target} HTTP/1.1\r\n{lines}\r\nConnection: close\r\n\r\n"
    answer = address.send(raw.format(host=f"127.0.0.1:{address.port}").encode())
    assert b'"code":"host_not_allowed"' in answer
