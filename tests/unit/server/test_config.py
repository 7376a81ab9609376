"""Settings that a server accepts, and those that it refuses."""

import math
from typing import Any

import pytest

from server.config import Config
from server.summarizer import Summarizer
from tests.support.application import extension_headers, make_client


@pytest.mark.parametrize("port", [1024, 8771, 65535])
def test_one_host_names_the_server(port: int) -> None:
    config = Config(port=port)
    assert config.host == f"127.0.0.1:{port}"
    assert config.address == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"port": 80}, id="privileged port"),
        pytest.param({"port": 65536}, id="no such port"),
        pytest.param({"extension_id": "*"}, id="any extension"),
        pytest.param({"max_body_bytes": 0}, id="no body"),
        pytest.param({"workers": 0}, id="nobody works"),
        pytest.param({"queue": -1}, id="negative queue"),
        pytest.param({"deadline_seconds": 0.0}, id="no time"),
        pytest.param({"deadline_seconds": math.nan}, id="no number"),
        pytest.param({"deadline_seconds": math.inf}, id="no end"),
    ],
)
def test_a_config_that_cannot_work_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Config(**settings)


def test_the_folder_of_the_pairing_is_named_after_us() -> None:
    assert Config().config_dir.name == "nutgraf"


def test_an_extension_of_another_id_can_be_configured(summarizer: Summarizer) -> None:
    client = make_client(summarizer, Config(extension_id="b" * 32))
    assert client.ask("GET", "/v1/health").status_code == 200
    ours = extension_headers(Config())["Origin"]
    assert client.ask("GET", "/v1/health", Origin=ours).status_code == 403
