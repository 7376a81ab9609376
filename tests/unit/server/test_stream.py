"""The streamed answer: the same content line by line, and an end that shows if it is complete."""

import json
import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest

from server.config import Config
from server.digest.choices import STYLES
from server.errors import TooLarge
from server.summarizer import Summarizer
from tests.support.application import (
    Address,
    ExtensionClient,
    SteppingScorer,
    extension_headers,
    make_client,
)
from tests.support.lines import NDJSON, PATIENCE, open_stream

SECRET = "the words of the article"


def read_all(client: ExtensionClient, body: object) -> list[dict[str, Any]]:
    response = client.ask("POST", "/v1/digest", body, Accept=NDJSON)
    assert (response.status_code, response.mimetype) == (200, NDJSON)
    return [json.loads(line) for line in response.text.splitlines()]


@pytest.mark.parametrize("style", STYLES)
def test_lines_come_in_order_with_the_content_of_the_whole_answer(
    client: ExtensionClient, story: dict[str, Any], style: str
) -> None:
    body = story | {"style": style}
    lines = read_all(client, body)
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
    done = [line["done"] for line in read_all(client, story) if line["type"] == "progress"]
    totals = {line["total"] for line in read_all(client, story) if line["type"] == "progress"}
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
    first, last = read_all(client, story)
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


def test_each_line_leaves_when_it_is_made(start: Callable[..., Address], story_body: bytes) -> None:
    turns = threading.Semaphore(1)
    scorer = SteppingScorer(lambda _: turns.acquire(timeout=PATIENCE))
    with open_stream(start(Summarizer("held", scorer)), story_body) as stream:
        for done in (1, 2, 3):
            # The scorer is blocked after this line, so the line was sent at once.
            assert stream.read()["done"] == done
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
    with open_stream(address, story_body) as stream:
        stream.read()
    # A second request shows that the server has polled its sockets since the first one closed.
    address.ask("GET", "/v1/health")
    left.set()
    assert scorer.closed.wait(PATIENCE)
    assert steps[-1] < 5


def test_a_stream_that_is_never_begun_frees_its_slot(
    summarizer: Summarizer, story_body: bytes
) -> None:
    config = Config(workers=1, queue=0)
    client = make_client(summarizer, config)
    headers = extension_headers(config, client.pairing.token) | {"Accept": NDJSON}
    app = client.application
    with app.test_request_context("/v1/digest", method="POST", data=story_body, headers=headers):
        response = app.full_dispatch_request()
    assert client.ask("POST", "/v1/digest", story_body).status_code == 429
    response.close()
    assert client.ask("POST", "/v1/digest", story_body).status_code == 200
