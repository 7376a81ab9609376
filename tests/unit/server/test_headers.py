"""The headers of every response, including those of Waitress, and which origins CORS allows."""

from collections.abc import Callable
from typing import Any

import pytest

from server.config import EXTENSION_ID
from server.pairing.pairing import Pairing
from tests.support.application import SAID, Address, ExtensionClient

Start = Callable[..., Address]

CHROMIUM = f"chrome-extension://{EXTENSION_ID}"
FIREFOX = "moz-extension://0f9b2c1e-5a47-4d3e-9c36-7be01d2a6f48"

RESPONSES: dict[str, tuple[int, Callable[[Address], Any]]] = {
    "health": (200, lambda server: server.ask("GET", "/v1/health")[0]),
    "preflight": (200, lambda server: server.ask("OPTIONS", "/v1/digest")[0]),
    "host": (403, lambda server: server.ask("GET", "/", Host="news.test")[0]),
    "method": (405, lambda server: server.ask("DELETE", "/v1/digest")[0]),
    "unknown": (404, lambda server: server.ask("GET", "/v2/nowhere")[0]),
    "unknown, unpaired": (
        401,
        lambda server: server.ask("GET", "/v2/nowhere", Authorization=None)[0],
    ),
    "digest": (400, lambda server: server.ask("POST", "/v1/digest", b"{")[0]),
    "style": (200, lambda server: server.ask("GET", "/welcome.css", Origin=None)[0]),
    "page": (200, lambda server: server.ask("GET", "/", Origin=None)[0]),
    "Waitress": (400, lambda server: server.ask("GET", "/", Content_Length="x")[0]),
}


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_says_so(start: Start, name: str) -> None:
    status, ask = RESPONSES[name]
    response = ask(start())
    said = {header: response.headers.get_all(header) for header in SAID}
    if name in ("page", "style"):
        del said["Content-Security-Policy"]
    assert response.status == status
    assert said == {header: [SAID[header]] for header in said}


def test_a_stream_says_so(client: ExtensionClient, story: dict[str, Any]) -> None:
    response = client.ask("POST", "/v1/digest", story, Accept="application/x-ndjson")
    assert {name: response.headers[name] for name in SAID} == SAID


def test_cors_lets_the_paired_extension_read(client: ExtensionClient) -> None:
    response = client.ask(
        "OPTIONS",
        "/v1/digest",
        Authorization=None,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="authorization, content-type, x-anything",
    )
    assert response.status_code == 200
    assert allowed(response) == {
        "Access-Control-Allow-Origin": CHROMIUM,
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "authorization, content-type",
    }


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        pytest.param(FIREFOX, "not_paired", id="an extension that is not paired"),
        pytest.param("http://news.test", "origin_not_allowed", id="a page"),
        pytest.param("null", "origin_not_allowed", id="a frame without an origin"),
        pytest.param(CHROMIUM.upper(), "origin_not_allowed", id="in capitals"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/digest", "/v1/pair", "/v1/health", "/v2/nowhere"])
def test_cors_lets_nobody_else_read(
    client: ExtensionClient, path: str, origin: str, code: str
) -> None:
    response = client.ask("OPTIONS", path, Origin=origin, Access_Control_Request_Method="POST")
    assert response.get_json()["error"]["code"] == code
    assert not allowed(response)


def test_no_cors_header_without_an_origin(client: ExtensionClient) -> None:
    assert not allowed(client.ask("GET", "/v1/health", Origin=None))


def test_a_newly_paired_extension_may_read_at_once(client: ExtensionClient) -> None:
    code = client.pairing.offer_code()
    response = client.ask("POST", "/v1/pair", {"code": code}, Origin=FIREFOX, Authorization=None)
    assert response.get_json() == {"token": client.pairing.token}
    assert allowed(response) == {"Access-Control-Allow-Origin": FIREFOX}


def test_an_ended_pairing_ends_cors(client: ExtensionClient) -> None:
    Pairing(client.pairing._folder).reset()
    assert not allowed(client.ask("GET", "/v1/health"))


def allowed(response: Any) -> dict[str, str]:
    return {name: v for name, v in response.headers if name.startswith("Access-Control-")}
