"""Doctor finds each fault that a test causes, names its fix, and reports nothing else."""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from server.cli.checks import CHECKS, Check
from server.config import Config
from server.pairing.pairing import Pairing
from tests.support.application import make_pairing
from tests.support.command import run, serve
from tests.support.repository_copy import copy_without_words
from tests.support.server_process import find_free_port


@pytest.fixture
def port() -> int:
    return find_free_port()


@pytest.fixture
def folder(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pair a browser in a folder, with the folders of browsers and autostart beside it."""
    (tmp_path / "bin").mkdir()
    put_browser(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    make_pairing(Config(port=port), tmp_path / "config")
    return tmp_path / "config"


@pytest.fixture
def model(tmp_path: Path, tiny_model: Path) -> Path:
    return shutil.copytree(tiny_model, tmp_path / "model")


@pytest.fixture
def server(folder: Path, port: int, model: Path) -> Iterator[None]:
    with serve(folder, port, "--model-dir", model):
        yield


def put_browser(home: Path) -> None:
    browser = home / "bin" / "firefox-esr"
    browser.touch()
    browser.chmod(0o700)


def examine(folder: Path, port: int, model: Path) -> dict[str, Check]:
    """Make the checks; return them by their names."""
    config = Config(port=port, model_dir=model, config_dir=folder)
    return {check.name: check for check in (make(config) for make in CHECKS)}


def problems(checks: dict[str, Check]) -> list[str]:
    return [name for name, check in checks.items() if check.fix]


@pytest.mark.usefixtures("server")
def test_all_is_well(folder: Path, port: int, model: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    checks = examine(folder, port, model)
    assert list(checks) == [
        *("Model", "Network", "Words", "Token", "Pairing", "Port", "Proof", "Digest"),
        *("Browsers", "Login"),
    ]
    assert problems(checks) == []
    assert all(check.is_made for check in checks.values())
    assert checks["Pairing"].found == "1 browser is paired."
    assert checks["Digest"].found.startswith("A paired browser gets one in ")
    assert checks["Browsers"].found == "Firefox."
    # The checks change nothing.
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.usefixtures("server")
def test_a_line_is_printed_for_each_check(folder: Path, port: int, model: Path) -> None:
    options = ("doctor", "--config-dir", folder, "--port", port, "--model-dir", model)
    done = run(*options)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["ok"] * len(CHECKS)
    assert Pairing(folder).token not in done.stdout
    Pairing(folder).reset()
    done = run(*options)
    assert done.returncode == 1
    assert "problem  Pairing   No browser is paired. Run python -m server pair.\n" in done.stdout
    assert "\n-        Digest    Not checked" in done.stdout


def test_the_checks_are_there_as_json(folder: Path, port: int, model: Path) -> None:
    options = ("--json", "--config-dir", folder, "--port", port, "--model-dir", model)
    done = run("doctor", *options)
    assert (done.returncode, done.stderr) == (1, "")
    shapes = {shape.pop("check"): shape for shape in json.loads(done.stdout)}
    assert len(shapes) == len(CHECKS)
    assert shapes["pairing"] == {"result": "ok", "found": "1 browser is paired.", "fix": ""}
    assert shapes["port"]["result"] == "problem"
    assert shapes["proof"]["result"] == "-"
    assert Pairing(folder).token not in done.stdout


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("file", "content", "found"),
    [
        ("model.onnx", b"not a network", ["Model", "Network"]),
        ("document.onnx", None, ["Model", "Network"]),
        ("model.json", b"{}", ["Model", "Network"]),
        ("tokenizer.json", None, ["Model", "Network"]),
    ],
)
def test_a_damaged_model_is_found(
    folder: Path, port: int, model: Path, file: str, content: bytes | None, found: list[str]
) -> None:
    if content is None:
        (model / file).unlink()
    else:
        (model / file).write_bytes(content)
    checks = examine(folder, port, model)
    # The running server still has the undamaged model in memory.
    assert problems(checks) == found
    assert file in checks["Model"].found
    assert "model/artifact" in checks["Model"].fix


def test_without_a_server_it_says_how_to_start_one(folder: Path, port: int, model: Path) -> None:
    checks = examine(folder, port, model)
    assert problems(checks) == ["Port"]
    assert "python -m server" in checks["Port"].fix
    assert not checks["Proof"].is_made
    assert not checks["Digest"].is_made


def test_before_the_first_start_there_is_no_token(tmp_path: Path, port: int, model: Path) -> None:
    checks = examine(tmp_path / "none", port, model)
    assert {"Token", "Pairing", "Port"} <= set(problems(checks))
    assert "Start the server" in checks["Token"].fix
    assert not (tmp_path / "none").exists()


def expose(folder: Path) -> None:
    (folder / "token").chmod(0o644)


def shorten(folder: Path) -> None:
    (folder / "token").write_bytes(b"short\n")


@pytest.mark.usefixtures("server")
def test_a_list_of_words_that_is_gone_is_found(
    folder: Path, port: int, model: Path, tmp_path: Path
) -> None:
    options = ("doctor", "--json", "--config-dir", folder, "--port", port, "--model-dir", model)
    done = run(*options, code=copy_without_words(tmp_path / "code"))
    shapes = {shape["check"]: shape for shape in json.loads(done.stdout)}
    assert [name for name, shape in shapes.items() if shape["result"] == "problem"] == ["words"]
    assert "plain_words.txt could not be read" in shapes["words"]["found"]
    assert "Restore server/" in shapes["words"]["fix"]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("damage", [shorten, expose])
def test_a_token_that_is_of_no_use_is_found(
    folder: Path, port: int, model: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    checks = examine(folder, port, model)
    assert "Token" in problems(checks)
    assert "pair --reset" in checks["Token"].fix
    assert not checks["Digest"].is_made


@pytest.mark.usefixtures("server")
def test_another_folders_server_is_told_from_ours(port: int, model: Path, tmp_path: Path) -> None:
    make_pairing(Config(port=port), tmp_path / "other")
    checks = examine(tmp_path / "other", port, model)
    assert problems(checks) == ["Proof"]
    assert "--config-dir" in checks["Proof"].fix
    assert not checks["Digest"].is_made


class Impostor(BaseHTTPRequestHandler):
    """Claims to be Nutgraf and records what it receives."""

    received: list[str]
    health: ClassVar = {"protocol": 1, "model": "ours", "proof": "0" * 64}

    def do_GET(self) -> None:
        self.answer(self.health)

    def do_POST(self) -> None:
        self.do_GET()

    def answer(self, shape: dict[str, object]) -> None:
        self.received.append(str(self.headers))
        body = json.dumps(shape).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture
def other() -> Iterator[HTTPServer]:
    """Run another HTTP server."""
    Impostor.received = []
    with HTTPServer(("127.0.0.1", 0), Impostor) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        yield other
        other.shutdown()


def test_a_program_that_has_the_port_is_named(
    folder: Path, model: Path, other: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Impostor, "health", {})
    checks = examine(folder, other.server_port, model)
    assert problems(checks) == ["Port"]
    assert f"(process {os.getpid()})" in checks["Port"].found
    assert "--port" in checks["Port"].fix


def test_an_impostor_gets_no_token(folder: Path, model: Path, other: HTTPServer) -> None:
    checks = examine(folder, other.server_port, model)
    assert problems(checks) == ["Proof"]
    received = "".join(Impostor.received)
    assert "Host: " in received
    assert "Authorization" not in received
    assert Pairing(folder).token not in received


def test_a_missing_guard_is_found(
    folder: Path, model: Path, other: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(impostor: Impostor) -> None:
        # It has the token and sends digests to any client.
        challenge = impostor.path.partition("challenge=")[2]
        proof = Pairing(folder).prove(other.server_port, challenge)
        impostor.answer(Impostor.health | {"proof": proof})

    monkeypatch.setattr(Impostor, "do_GET", answer)
    checks = examine(folder, other.server_port, model)
    assert problems(checks) == ["Digest"]
    assert "status 200 instead of 403" in checks["Digest"].found


@pytest.mark.usefixtures("server")
def test_without_a_browser_it_says_so(folder: Path, port: int, model: Path, tmp_path: Path) -> None:
    (tmp_path / "bin" / "firefox-esr").unlink()
    checks = examine(folder, port, model)
    assert problems(checks) == ["Browsers"]
    (tmp_path / ".local/share/flatpak/exports/bin").mkdir(parents=True)
    (tmp_path / ".local/share/flatpak/exports/bin/org.mozilla.firefox").touch()
    assert examine(folder, port, model)["Browsers"].found == "Firefox."
