"""Pairing over HTTP: codes, the proof of the server, and where the token never appears."""

import logging
from typing import Any

import pytest

from server.config import Config
from server.errors import ModelMissing
from server.pairing.pairing import Pairing
from server.summarizer import Unavailable
from tests.support.application import ExtensionClient, extension_headers, make_client, make_pairing

FIREFOX = "moz-extension://0f9b2c1e-5a47-4d3e-9c36-7be01d2a6f48"
CHALLENGE = "Zm9yIHRlc3RzIG9ubHkuLi4"


def pair(client: ExtensionClient, body: object, origin: str = FIREFOX) -> Any:
    return client.ask("POST", "/v1/pair", body, Origin=origin, Authorization=None)


def error(response: Any) -> tuple[int, str]:
    return response.status_code, response.get_json()["error"]["code"]


def test_a_code_is_exchanged_for_the_token_that_opens(
    client: ExtensionClient, story: dict[str, Any]
) -> None:
    response = pair(client, {"code": client.pairing.offer_code()})
    assert (response.status_code, list(response.get_json())) == (200, ["token"])
    bearer = f"Bearer {response.get_json()['token']}"
    opened = client.ask("POST", "/v1/digest", story, Origin=FIREFOX, Authorization=bearer)
    assert opened.status_code == 200


def test_wrong_spent_and_absent_codes_get_one_answer(client: ExtensionClient) -> None:
    absent = pair(client, {"code": "123456"})
    code = client.pairing.offer_code()
    wrong = pair(client, {"code": f"{(int(code) + 1) % 1_000_000:06}"})
    assert pair(client, {"code": code}).status_code == 200
    spent = pair(client, {"code": code})
    assert error(absent) == (403, "wrong_code")
    assert absent.data == wrong.data == spent.data
    assert dict(absent.headers) == dict(wrong.headers)


def test_a_lock_tells_when_to_come_back(client: ExtensionClient) -> None:
    code = client.pairing.offer_code()
    for _ in range(5):
        assert error(pair(client, {"code": "x"})) == (403, "wrong_code")
    response = pair(client, {"code": code})
    assert error(response) == (429, "pairing_locked")
    assert 50 < int(response.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param(b"123456!", (400, "not_json"), id="not JSON"),
        pytest.param([], (422, "bad_field"), id="a list"),
        pytest.param({}, (422, "missing_field"), id="no code"),
        pytest.param({"code": 123456}, (422, "bad_field"), id="a number"),
        pytest.param({"code": None}, (422, "bad_field"), id="null"),
        pytest.param({"code": "\ud800"}, (403, "wrong_code"), id="half a character"),
    ],
)
def test_what_is_no_code_is_refused(
    client: ExtensionClient, body: object, told: tuple[int, str]
) -> None:
    assert error(pair(client, body)) == told


@pytest.mark.parametrize(
    "origin",
    ["http://news.test", "http://127.0.0.1:8771", "null", "chrome-extension://" + "a" * 32],
)
def test_a_right_code_from_elsewhere_is_not_spent(client: ExtensionClient, origin: str) -> None:
    code = client.pairing.offer_code()
    assert error(pair(client, {"code": code}, origin)) == (403, "origin_not_allowed")
    assert pair(client, {"code": code}).status_code == 200


def test_a_server_proves_that_it_holds_the_token(client: ExtensionClient, config: Config) -> None:
    path = f"/v1/health?challenge={CHALLENGE}"
    health = client.ask("GET", path, Origin=None, Authorization=None).get_json()
    assert health["proof"] == client.pairing.prove(config.port, CHALLENGE)
    assert "proof" not in client.ask("GET", "/v1/health").get_json()


@pytest.mark.parametrize(
    "challenge", ["", "short", "a" * 21, "a" * 87, "a" * 21 + "%0A", "a" * 22 + "%0A", "ä" * 22]
)
def test_a_challenge_of_another_form_is_refused(client: ExtensionClient, challenge: str) -> None:
    response = client.ask("GET", f"/v1/health?challenge={challenge}")
    assert error(response) == (422, "bad_field")


def test_the_token_is_in_no_log_and_no_refusal(
    config: Config, story: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pairing = make_pairing(config)
    client = make_client(Unavailable(ModelMissing()), config, pairing)
    told = [
        client.ask("POST", "/v1/digest", story),
        client.ask("POST", "/v1/digest", b"{"),
        client.ask("GET", f"/v2/{pairing.token}"),
        client.ask("GET", f"/v1/health?challenge={CHALLENGE}"),
        client.ask("POST", "/v1/digest", story, Origin=FIREFOX),
        pair(client, {"code": pairing.token}),
    ]
    assert pairing.token not in caplog.text
    for response in told:
        assert pairing.token not in response.text + str(response.headers)


def test_two_servers_of_one_user_share_the_pairing(story: dict[str, Any]) -> None:
    pairing = make_pairing(Config())
    other = Config(port=8772)
    client = make_client(Unavailable(ModelMissing()), other, Pairing(pairing._folder))
    headers = extension_headers(other, pairing.token)
    response = client.post("/v1/digest", json=story, headers=headers)
    assert error(response) == (503, "model_missing")
