"""The server as a process: where it listens, how fast it starts, how it ends, what it writes."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from server.config import HOST, Config
from tests.server.support import STORY, Address, count_computed

REPOSITORY = Path(__file__).resolve().parents[2]

# The state of a listening socket in /proc/net/tcp.
LISTEN = "0A"

READY_SECONDS = 2

# Waitress waits five for a thread that is still at work; here none is.
STOP_SECONDS = 4


class Process(Address):
    """`python -m server` on a free port, with all that it writes kept in a file."""

    def __init__(self, log: Path, model: Path) -> None:
        with socket.create_server((HOST, 0)) as free:
            super().__init__(free.getsockname()[1])
        self._log = log
        begun = time.monotonic()
        with log.open("wb") as output:
            self.popen = subprocess.Popen(
                [
                    *(sys.executable, "-m", "server"),
                    *("--port", str(self.port)),
                    *("--model-dir", str(model)),
                ],
                cwd=REPOSITORY,
                stdout=output,
                stderr=output,
            )
        self._wait(begun)
        self.start_seconds = time.monotonic() - begun

    def _wait(self, begun: float) -> None:
        while time.monotonic() < begun + 30:
            try:
                self.ask("GET", "/v1/health")
                return
            except ConnectionRefusedError:
                assert self.popen.poll() is None, self.written
                time.sleep(0.01)
        raise AssertionError(self.written)

    @property
    def written(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.popen.send_signal(how)
        return self.popen.wait(timeout=10)


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[[Path], Process]]:
    """Launch servers, and end those that a test leaves running."""
    processes: list[Process] = []

    def launch_one(model: Path) -> Process:
        process = Process(tmp_path / f"server-{len(processes)}.log", model)
        processes.append(process)
        return process

    yield launch_one
    for process in processes:
        process.popen.kill()
        process.popen.wait()


Launch = Callable[[Path], Process]


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
    assert "README.md" in process.written
    assert "Ctrl-C" in process.written
    assert process.written.count("\n") == 5


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


def test_a_taken_port_is_named_in_one_line(tiny_model: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "server", "--port", port, "--model-dir", tiny_model],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"nutgraf: Port {port} is taken: ")
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1


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
        # The last byte is still to come, so the body is being held somewhere now.
        time.sleep(0.3)
        unnamed = [name for name in list_open(process.popen.pid) if name.endswith(" (deleted)")]
        connection.sendall(b" ")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b'"code":"empty"' in answer
    assert not unnamed
