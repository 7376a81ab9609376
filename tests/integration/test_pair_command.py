"""A code from the command line pairs a browser, whether or not the server is running."""

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.config import Config
from tests.support.application import Address, make_pairing
from tests.support.command import check_failure, run, serve
from tests.support.server_process import find_free_port


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config"


@pytest.fixture
def server(folder: Path, tiny_model: Path) -> Iterator[Address]:
    """Run a server with a paired browser."""
    port = find_free_port()
    make_pairing(Config(port=port), folder)
    with serve(folder, port, "--model-dir", tiny_model) as (address, _):
        yield address


def show(folder: Path, port: int, *options: str) -> str:
    done = run("pair", "--config-dir", folder, "--port", port, *options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def read_code(told: str) -> str:
    (code,) = re.findall(r"Code  (\d{6})\n", told)
    return str(code)


def redeem(server: Address, code: str) -> int:
    body = json.dumps({"code": code}).encode()
    response, _ = server.ask("POST", "/v1/pair", body, Authorization=None)
    return response.status


def test_a_running_server_knows_the_code_at_once(folder: Path, server: Address) -> None:
    told = show(folder, server.port)
    code = read_code(told)
    assert f"http://127.0.0.1:{server.port}/#{code}\n" in told
    assert "toolbar" in told
    assert "10 minutes" in told
    assert "is not running" not in told
    assert redeem(server, code) == 200
    # A code pairs one browser only.
    assert redeem(server, code) == 403


def test_a_server_that_starts_later_knows_the_code(folder: Path, tiny_model: Path) -> None:
    port = find_free_port()
    told = show(folder, port)
    assert f"Nutgraf is not running on port {port}" in told
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    with serve(folder, port, "--model-dir", tiny_model) as (server, read_log):
        assert f"/#{read_code(told)}\n" in read_log()
        assert redeem(server, read_code(told)) == 200


def test_a_newer_code_ends_an_older_one(folder: Path, server: Address) -> None:
    older, newer = (read_code(show(folder, server.port)) for _ in range(2))
    assert redeem(server, older) == (200 if older == newer else 403)
    assert redeem(server, newer) == (403 if older == newer else 200)


def test_a_reset_puts_every_browser_out_at_once(
    folder: Path, server: Address, story_body: bytes
) -> None:
    assert server.ask("POST", "/v1/digest", story_body)[0].status == 200
    told = show(folder, server.port, "--reset")
    assert "pair each browser again" in told
    assert server.ask("POST", "/v1/digest", story_body)[0].status == 401
    assert redeem(server, read_code(told)) == 200
    # Paired again, but the old token stays invalid.
    assert server.ask("POST", "/v1/digest", story_body)[0].status == 401


@pytest.mark.parametrize("option", [(), ("--reset",)], ids=["pair", "reset"])
def test_a_folder_that_cannot_be_used_is_named_in_one_line(
    tmp_path: Path, option: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("a file where the folder should be")
    done = run("pair", "--config-dir", tmp_path / "file", *option)
    check_failure(done, 1, str(tmp_path / "file"))
    assert "--config-dir" in done.stderr
