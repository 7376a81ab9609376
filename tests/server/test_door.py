"""Who gets in: every row of what browsers were measured to send, against every kind of route."""

import io
from typing import Any

import pytest

from server.config import EXTENSION_ID, Config
from server.summarizer import Summarizer
from tests.server.support import ExtensionClient, extension_headers, make_client

FIREFOX = "moz-extension://0f9b2c1e-5a47-4d3e-9c36-7be01d2a6f48"

ROUTES = [
    pytest.param("GET", "/v1/health", id="health"),
    pytest.param("POST", "/v1/digest", id="digest"),
    pytest.param("OPTIONS", "/v1/digest", id="preflight"),
    pytest.param("DELETE", "/v1/digest", id="wrong method"),
    pytest.param("GET", "/v2/nowhere", id="unknown address"),
]

HOSTS = [
    pytest.param("rebind.test:8771", id="DNS rebinding"),
    pytest.param("0.0.0.0:8771", id="0.0.0.0"),
    pytest.param("[::1]:8771", id="IPv6 loopback"),
    pytest.param("127.0.0.1", id="no port"),
    pytest.param("127.0.0.1:8772", id="another port"),
    pytest.param("127.0.0.1:8771.rebind.test", id="our address as a prefix"),
    pytest.param("127.0.0.1:8771, rebind.test", id="two headers"),
    pytest.param("me@127.0.0.1:8771", id="user part"),
    pytest.param("", id="empty"),
]

ORIGINS = [
    pytest.param("null", id="null"),
    pytest.param("", id="empty"),
    pytest.param("http://news.test", id="page"),
    pytest.param("http://127.0.0.1:8771", id="our own address"),
    pytest.param("http://localhost:3000", id="another local page"),
    pytest.param(f"chrome-extension://{'a' * 32}", id="another extension"),
    pytest.param(f"chrome-extension://{EXTENSION_ID}.news.test", id="our ID as a prefix"),
    pytest.param(f"chrome-extension://{EXTENSION_ID.upper()}", id="our ID in capitals"),
    pytest.param("moz-extension://anything", id="Firefox without UUID"),
    pytest.param(f"{FIREFOX}.news.test", id="Firefox UUID as a prefix"),
    pytest.param(f"chrome-extension://{EXTENSION_ID}, http://news.test", id="two headers"),
]


def code(response: Any) -> str:
    found: str = response.get_json()["error"]["code"]
    return found


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_another_host_is_refused(
    client: ExtensionClient, method: str, path: str, host: str
) -> None:
    response = client.ask(method, path, Host=host)
    assert (response.status_code, code(response)) == (403, "host_not_allowed")


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_another_origin_is_refused(
    client: ExtensionClient, method: str, path: str, origin: str
) -> None:
    response = client.ask(method, path, Origin=origin)
    assert (response.status_code, code(response)) == (403, "origin_not_allowed")
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(("method", "path"), ROUTES[1:])
def test_no_origin_is_refused_where_work_is_done(
    client: ExtensionClient, method: str, path: str
) -> None:
    response = client.ask(method, path, Origin=None)
    assert (response.status_code, code(response)) == (403, "origin_not_allowed")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_health_needs_no_origin(client: ExtensionClient, method: str) -> None:
    assert client.ask(method, "/v1/health", Origin=None).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("origin", [None, FIREFOX], ids=["no Origin", "extension"])
@pytest.mark.parametrize(("method", "path"), ROUTES)
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
@pytest.mark.parametrize("host", ["127.0.0.1:8771", "localhost:8771"])
def test_the_extension_gets_in(
    client: ExtensionClient, story: dict[str, Any], origin: str, site: str | None, host: str
) -> None:
    response = client.ask(
        "POST", "/v1/digest", story, Host=host, Origin=origin, Sec_Fetch_Site=site
    )
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin


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
@pytest.mark.parametrize("path", ["/v1/digest", "/v1/health", "/v2/nowhere"])
def test_only_json_may_be_posted(
    client: ExtensionClient, story: dict[str, Any], path: str, content_type: str | None
) -> None:
    response = client.ask("POST", path, story, Content_Type=content_type)
    assert (response.status_code, code(response)) == (415, "unsupported_media_type")


class Unreadable(io.BytesIO):
    def read(self, _size: int | None = -1) -> bytes:
        raise AssertionError("the body was read")


def test_a_large_body_is_refused_before_it_is_read(client: ExtensionClient, config: Config) -> None:
    response = client.post(
        "/v1/digest",
        headers=extension_headers(config),
        input_stream=Unreadable(b" " * (config.max_body_bytes + 1)),
    )
    assert (response.status_code, code(response)) == (413, "too_large")
    assert response.get_json()["error"]["message"] == "The request is larger than 2 MB."


def test_a_body_of_the_exact_limit_gets_in(client: ExtensionClient, config: Config) -> None:
    body = b'{"paragraphs": []}'.ljust(config.max_body_bytes)
    assert code(client.ask("POST", "/v1/digest", body)) == "empty"


def test_checks_run_in_one_order(client: ExtensionClient, config: Config) -> None:
    wrong = {
        "Host": "rebind.test:8771",
        "Origin": "http://news.test",
        "Sec_Fetch_Site": "cross-site",
        "Content_Type": "text/plain",
    }
    body = b" " * (config.max_body_bytes + 1)
    found = []
    for header in (*wrong, None):
        found.append(code(client.ask("POST", "/v2/nowhere", body, **wrong)))
        wrong.pop(header or "", None)
    assert found == [
        "host_not_allowed",
        "origin_not_allowed",
        "origin_not_allowed",
        "unsupported_media_type",
        "too_large",
    ]


@pytest.mark.parametrize("port", [8771, 9000])
def test_the_host_follows_the_port(port: int) -> None:
    assert Config(port=port).hosts == {f"127.0.0.1:{port}", f"localhost:{port}"}


def test_cors_allows_the_extension_and_nobody_else(client: ExtensionClient) -> None:
    response = client.ask(
        "OPTIONS",
        "/v1/digest",
        Origin=FIREFOX,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type, x-anything",
    )
    allowed = {name: v for name, v in response.headers if name.startswith("Access-Control-")}
    assert allowed == {
        "Access-Control-Allow-Origin": FIREFOX,
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "content-type",
    }


def test_no_cors_header_without_an_origin(client: ExtensionClient) -> None:
    headers = client.ask("GET", "/v1/health", Origin=None).headers
    assert not [name for name, _ in headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"port": 80}, id="privileged port"),
        pytest.param({"port": 65536}, id="no such port"),
        pytest.param({"extension_id": "*"}, id="any extension"),
        pytest.param({"max_body_bytes": 0}, id="no body"),
    ],
)
def test_a_config_that_cannot_work_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Config(**settings)


def test_an_extension_of_another_id_can_be_configured(summarizer: Summarizer) -> None:
    client = make_client(summarizer, Config(extension_id="b" * 32))
    assert client.ask("GET", "/v1/health").status_code == 200
    ours = extension_headers(Config())["Origin"]
    assert client.ask("GET", "/v1/health", Origin=ours).status_code == 403
