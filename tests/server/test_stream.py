"""The streamed answer: the same content, line by line, and an honest end."""

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import pytest

from server.api import STYLES
from server.config import HOST, Config
from server.errors import TooLarge
from server.summarizer import Summarizer
from tests.server.support import Address, ExtensionClient, SteppingScorer, make_client

NDJSON = "application/x-ndjson"
SECRET = "the words of the article"

# Long past what a line takes; only a fault waits so long.
PATIENCE = 10


def stream(client: ExtensionClient, body: object) -> list[dict[str, Any]]:
    response = client.ask("POST", "/v1/digest", body, Accept=NDJSON)
    assert (response.status_code, response.mimetype) == (200, NDJSON)
    return [json.loads(line) for line in response.text.splitlines()]


@pytest.mark.parametrize("style", STYLES)
def test_lines_come_in_order_with_the_content_of_the_whole_answer(
    client: ExtensionClient, story: dict[str, Any], style: str
) -> None:
    body = story | {"style": style}
    lines = stream(client, body)
    whole = client.ask("POST", "/v1/digest", body).get_json()
    kinds = [line["type"] for line in lines]
    assert kinds == sorted(kinds, key=["progress", "point", "done"].index)
    assert set(kinds) == {"progress", "point", "done"}
    assert kinds.count("done") == 1
    points = [line for line in lines if line["type"] == "point"]
    assert [{"type": "point", **point} for point in whole.pop("points")] == points
    whole.pop("timing_ms")
    assert lines[-1].pop("timing_ms") >= 0
    assert lines[-1] == {"type": "done", **whole}


def test_progress_counts_up_to_its_total(client: ExtensionClient, story: dict[str, Any]) -> None:
    done = [line["done"] for line in stream(client, story) if line["type"] == "progress"]
    totals = {line["total"] for line in stream(client, story) if line["type"] == "progress"}
    assert totals == {done[-1]}
    assert done == sorted(done)


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        (None, "application/json"),
        (NDJSON, NDJSON),
        (f"{NDJSON}, application/json;q=0.5", NDJSON),
    ],
)
def test_the_reader_chooses_the_form(
    client: ExtensionClient, story: dict[str, Any], accept: str | None, mimetype: str
) -> None:
    assert client.ask("POST", "/v1/digest", story, Accept=accept).mimetype == mimetype


def fail_at_second(error: Exception) -> Callable[[int], None]:
    def wait(step: int) -> None:
        if step == 1:
            raise error

    return wait


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        pytest.param(TooLarge("Too much."), "too_large", "Too much.", id="ours"),
        pytest.param(RuntimeError(SECRET), "internal", None, id="unforeseen"),
    ],
)
def test_a_failure_after_the_first_line_ends_the_stream(
    story: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    code: str,
    message: str | None,
) -> None:
    scorer = SteppingScorer(fail_at_second(error))
    client = make_client(Summarizer("failing", scorer), Config())
    first, last = stream(client, story)
    assert first["type"] == "progress"
    assert last.keys() == {"type", "error"}
    assert last["error"]["code"] == code
    assert message in (None, last["error"]["message"])
    assert SECRET not in caplog.text


def test_an_unforeseen_failure_is_logged_by_type_and_place(
    story: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    scorer = SteppingScorer(fail_at_second(RuntimeError(SECRET)))
    client = make_client(Summarizer("failing", scorer), Config())
    with caplog.at_level(logging.DEBUG):
        assert client.ask("POST", "/v1/digest", story).status_code == 500
    (record,) = (record for record in caplog.records if record.levelno >= logging.ERROR)
    assert record.getMessage().startswith("Internal error: RuntimeError at ")
    assert "test_stream.py:" in record.getMessage()
    assert not any(text in caplog.text for text in (SECRET, *story["paragraphs"], story["title"]))


@contextmanager
def open_stream(address: Address, body: bytes) -> Iterator[BinaryIO]:
    """Ask for a stream and read it from the socket, as it comes."""
    with socket.create_connection((HOST, address.port), timeout=PATIENCE) as connection:
        length = str(len(body))
        head = address.write_head("POST", "/v1/digest", Accept=NDJSON, Content_Length=length)
        connection.sendall(head + body)
        with connection.makefile("rb") as reader:
            while reader.readline() not in (b"\r\n", b""):
                pass
            yield reader


def read_chunk(reader: BinaryIO) -> bytes:
    content = reader.read(int(reader.readline(), 16))
    reader.readline()
    return content


def test_each_line_leaves_when_it_is_made(start: Callable[..., Address], story_body: bytes) -> None:
    turns = threading.Semaphore(1)
    scorer = SteppingScorer(lambda _: turns.acquire(timeout=PATIENCE))
    with open_stream(start(Summarizer("held", scorer)), story_body) as reader:
        for done in (1, 2, 3):
            # The scorer is held after this line, so it can only have come on its own.
            assert json.loads(read_chunk(reader))["done"] == done
            turns.release()
        for _ in range(PATIENCE):
            turns.release()


def test_a_client_that_hangs_up_stops_the_work(
    start: Callable[..., Address], story_body: bytes
) -> None:
    steps: list[int] = []
    left = threading.Event()

    def wait(step: int) -> None:
        steps.append(step)
        if step == 2:
            left.wait(PATIENCE)

    scorer = SteppingScorer(wait)
    address = start(Summarizer("held", scorer))
    with open_stream(address, story_body) as reader:
        read_chunk(reader)
    # A second request shows that the server has turned to its sockets since the first one closed.
    address.ask("GET", "/v1/health")
    left.set()
    assert scorer.closed.wait(PATIENCE)
    assert steps[-1] < 5
