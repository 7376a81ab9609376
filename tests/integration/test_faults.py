"""The server process when it is killed, ended, suspended or idle, or its files are damaged."""

import json
import signal
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree

import pytest

from server.config import Config
from tests.support.application import STORY
from tests.support.lines import Stream, open_stream
from tests.support.server_process import Process

Launch = Callable[..., Process]

SHIPPED = Config().model_dir
# Fifteen windows: a second of work for the shipped model.
LONG = json.dumps({"paragraphs": [*STORY] * 24}).encode()
SHORT = json.dumps({"paragraphs": STORY}).encode()

IDLE_SECONDS = 4
# Waitress looks at its sockets once a second, which is far below one tick of ten milliseconds.
IDLE_LOAD = 0.01


def read_on(stream: Stream) -> dict[str, object]:
    """Return the last line of a stream; empty if it was cut off."""
    last: dict[str, object] = {}
    # A cut leaves no length where the next line's should be, or resets the connection.
    try:
        while line := stream.read():
            last = line
    except (ConnectionError, ValueError):
        return {}
    return last


def test_killed_at_work_it_starts_again_on_its_port_at_once(launch: Launch) -> None:
    process = launch(SHIPPED)
    with open_stream(process, LONG) as stream:
        assert stream.read()["type"] == "progress"
        process.stop(signal.SIGKILL)
        again = launch(SHIPPED, port=process.port)
        assert read_on(stream) == {}
    assert again.ask("POST", "/v1/digest", SHORT)[0].status == 200


def test_ended_at_work_it_is_gone_at_once_and_tells_those_who_wait(launch: Launch) -> None:
    process = launch(SHIPPED, workers=1, queue=4)
    before = process.written
    with ExitStack() as stack:
        streams = [stack.enter_context(open_stream(process, LONG)) for _ in range(4)]
        for stream in streams:
            stream.read()
        begun = time.monotonic()
        assert process.stop(signal.SIGTERM) == 0
        assert time.monotonic() - begun < 2
        for stream in streams:
            assert read_on(stream)["error"]["code"] == "stopping"
    assert process.written == before


@pytest.mark.parametrize(
    ("deadline", "last"), [pytest.param(3, "error", id="past"), pytest.param(60, "done", id="no")]
)
def test_stopped_and_woken_it_counts_the_time_that_passed(
    launch: Launch, deadline: float, last: str
) -> None:
    process = launch(SHIPPED, deadline_seconds=deadline)
    with open_stream(process, LONG) as stream:
        assert stream.read()["type"] == "progress"
        process.popen.send_signal(signal.SIGSTOP)
        time.sleep(3.2)
        process.popen.send_signal(signal.SIGCONT)
        line = read_on(stream)
    assert line["type"] == last
    if last == "error":
        assert line["error"]["code"] == "deadline_passed"
    assert process.ask("POST", "/v1/digest", SHORT)[0].status == 200


def test_a_model_that_is_damaged_later_does_no_harm_till_the_next_start(
    launch: Launch, tiny_model: Path, tmp_path: Path
) -> None:
    model = copytree(tiny_model, tmp_path / "model")
    process = launch(model)
    network = model / "model.onnx"
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)
    assert process.ask("POST", "/v1/digest", SHORT)[0].status == 200
    process.stop()
    response, answer = launch(model).ask("POST", "/v1/digest", SHORT)
    assert (response.status, json.loads(answer)["error"]["code"]) == (503, "model_damaged")


def test_left_alone_it_computes_nothing(launch: Launch) -> None:
    process = launch(SHIPPED)
    assert process.ask("POST", "/v1/digest", SHORT)[0].status == 200
    with socket.create_connection(("127.0.0.1", process.port)):
        time.sleep(0.5)
        before = process.count_computed()
        time.sleep(IDLE_SECONDS)
        assert process.count_computed() - before <= IDLE_LOAD * IDLE_SECONDS
