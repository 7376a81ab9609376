"""The server as a process: its port, its start, its end, and its output."""

import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from server.config import HOST, Config
from server.http.port_check import PortTakenError, listen
from tests.support.application import STORY, Address, count_computed
from tests.support.server_process import REPOSITORY, Process, find_free_port, start_process

# The state of a listening socket in /proc/net/tcp.
LISTEN = "0A"

READY_SECONDS = 2

# Waitress waits five for a thread that is still at work; here none is.
STOP_SECONDS = 4

Launch = Callable[..., Process]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's own")
def test_it_listens_on_loopback_alone(launch: Launch, tiny_model: Path) -> None:
    process = launch(tiny_model)
    opened = list_open(process.popen.pid)
    listening = []
    for table in ("tcp", "tcp6"):
        # The tables of the process's own network; its sockets are those with its inodes.
        for line in Path(f"/proc/{process.popen.pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTEN and f"socket:[{fields[9]}]" in opened:
                listening.append(fields[1])
    assert listening == [f"0100007F:{process.port:04X}"]


def list_open(pid: int) -> list[str]:
    """Return what a process has open, by the names that /proc gives."""
    names = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        # A connection may close while the list is read.
        with suppress(FileNotFoundError):
            names.append(str(link.readlink()))
    return names


def test_it_is_ready_in_time_with_the_shipped_model(launch: Launch) -> None:
    starts = []
    for _ in range(3):
        computed = count_computed()
        process = launch(Config().model_dir)
        process.stop()
        starts += [process.start_seconds, count_computed() - computed]
    assert min(starts) < READY_SECONDS


def test_it_says_what_to_do_next(launch: Launch, tiny_model: Path) -> None:
    process = launch(tiny_model)
    response, content = process.ask("GET", "/v1/health", Origin=None)
    assert response.status == 200
    process.stop()
    assert f"http://127.0.0.1:{process.port}" in process.written
    assert json.loads(content)["model"] in process.written
    assert "news page" in process.written
    assert "Ctrl-C" in process.written
    assert process.written.count("\n") == 6


def test_before_it_is_paired_it_prints_the_link_that_pairs(
    tiny_model: Path, tmp_path: Path
) -> None:
    port = find_free_port()
    log = tmp_path / "log"
    process = start_process(log, tiny_model, tmp_path / "config", port)
    try:
        for _ in range(1000):
            if "Ctrl-C" in log.read_text(encoding="utf-8"):
                break
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()
    written = log.read_text(encoding="utf-8")
    assert re.search(rf"^  Pairing  http://127\.0\.0\.1:{port}/#\d{{6}}$", written, re.M)
    assert "README.md" in written
    assert (tmp_path / "config" / "token").read_text().strip() not in written


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_and_in_silence(
    launch: Launch, tiny_model: Path, how: signal.Signals
) -> None:
    process = launch(tiny_model)
    begun = time.monotonic()
    before = process.written
    assert process.stop(how) == 0
    assert time.monotonic() - begun < STOP_SECONDS
    assert process.written == before


def test_its_port_is_free_again(launch: Launch, tiny_model: Path) -> None:
    process = launch(tiny_model)
    process.ask("GET", "/v1/health")
    process.stop()
    with socket.create_server((HOST, process.port)):
        pass


def refuse_to_start(port: int, folder: Path, model: Path) -> str:
    """Return the one line that a server writes if its port is taken."""
    log = folder / "refused"
    assert start_process(log, model, folder / "config", port).wait(timeout=30) == 1
    written = log.read_text(encoding="utf-8")
    assert written.count("\n") == 1
    assert "--port" in written
    return written


def test_a_taken_port_is_refused_with_the_name_of_its_holder(
    tiny_model: Path, tmp_path: Path
) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        written = refuse_to_start(port, tmp_path, tiny_model)
    own = psutil.Process().name()
    assert written.startswith(f"nutgraf: Port {port} is taken by {own} (process {os.getpid()}). ")


def test_it_refuses_before_it_makes_a_token(tiny_model: Path, tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        refuse_to_start(taken.getsockname()[1], tmp_path, tiny_model)
    assert [path.name for path in tmp_path.iterdir()] == ["refused"]


def test_a_second_nutgraf_says_that_there_is_one(
    launch: Launch, tiny_model: Path, tmp_path: Path
) -> None:
    process = launch(tiny_model)
    written = refuse_to_start(process.port, tmp_path, tiny_model)
    assert f"taken by another Nutgraf, {psutil.Process(process.popen.pid).name()} (" in written
    assert f"(process {process.popen.pid})" in written


def test_of_two_that_start_at_once_one_serves_and_one_says_so(
    tiny_model: Path, tmp_path: Path
) -> None:
    port = find_free_port()
    logs = [tmp_path / "one", tmp_path / "two"]
    processes = [start_process(log, tiny_model, tmp_path / "config", port) for log in logs]
    try:
        loser = wait_for_one(processes)
        assert processes[loser].returncode == 1
        assert f"Port {port} is taken by another Nutgraf" in logs[loser].read_text()
        assert Address(port).ask("GET", "/v1/health")[0].status == 200
        assert processes[1 - loser].poll() is None
    finally:
        for process in processes:
            process.kill()
            process.wait()


def wait_for_one(processes: list[subprocess.Popen[bytes]]) -> int:
    """Return the index of the first process that ends."""
    for _ in range(1000):
        for place, process in enumerate(processes):
            if process.poll() is not None:
                return place
        time.sleep(0.02)
    raise AssertionError("Both serve.")


def test_a_port_that_the_system_keeps_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> socket.socket:
        raise PermissionError(errno.EACCES, "reserved")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(PortTakenError, match=r"does not allow port 8771.* --port"):
        listen(8771)


@pytest.mark.parametrize(
    ("damage", "code", "told"),
    [
        pytest.param(shutil.rmtree, "model_missing", "There is no model in", id="missing"),
        pytest.param(
            lambda folder: (folder / "model.onnx").write_bytes(b"not a network"),
            "model_damaged",
            "model.onnx is 13 bytes long",
            id="damaged",
        ),
    ],
)
def test_without_its_model_it_lives_and_names_the_cause(
    launch: Launch,
    tmp_path: Path,
    tiny_model: Path,
    story_body: bytes,
    damage: Callable[[Path], object],
    code: str,
    told: str,
) -> None:
    folder = shutil.copytree(tiny_model, tmp_path / "model")
    damage(folder)
    process = launch(folder)
    assert json.loads(process.ask("GET", "/v1/health")[1])["model"] is None
    response, content = process.ask("POST", "/v1/digest", story_body)
    assert response.status == 503
    error = json.loads(content)["error"]
    assert error["code"] == code
    assert told in error["message"]
    process.stop()
    assert f"nutgraf: {error['message']} {error['hint']}\n" in process.written


def test_no_text_of_an_article_is_written(
    launch: Launch, tiny_model: Path, story_body: bytes
) -> None:
    process = launch(tiny_model)
    assert process.ask("POST", "/v1/digest", story_body)[0].status == 200
    assert process.ask("POST", "/v1/digest", story_body, Accept="application/x-ndjson")[0]
    assert process.ask("POST", "/v1/digest", story_body[:-1])[0].status == 400
    assert process.ask("POST", "/v1/Elmsworth", story_body, Host="x")[0].status == 403
    process.send(b"The harbour town of Elmsworth\r\n\r\n")
    process.stop()
    words = {word.strip(".,“”") for word in " ".join(STORY).split() if len(word) > 6}
    assert not [word for word in words if word in process.written]


def test_a_long_body_stays_in_memory(launch: Launch, tiny_model: Path) -> None:
    process = launch(tiny_model)
    body = b'{"paragraphs": []}'.ljust(1_999_999)
    length = str(len(body) + 1)
    head = process.write_head("POST", "/v1/digest", Content_Length=length, Connection="close")
    with socket.create_connection((HOST, process.port), timeout=20) as connection:
        connection.sendall(head + body)
        # The last byte has not been sent, so the server must be storing the body.
        time.sleep(0.3)
        unnamed = [name for name in list_open(process.popen.pid) if name.endswith(" (deleted)")]
        connection.sendall(b" ")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b'"code":"empty"' in answer
    assert not unnamed


def test_the_word_lists_can_be_loaded_before_the_first_digest() -> None:
    # In a process of its own, since other tests of this one have loaded them.
    code = (
        "import time\n"
        "from server.digest.segmentation.language import is_english, load_words\n"
        "load_words()\n"
        "begun = time.process_time()\n"
        f"assert is_english({STORY!r})\n"
        "assert time.process_time() - begun < 0.05\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)
