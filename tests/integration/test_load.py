"""Many clients at once, over real sockets: the queue, its limit, the deadline, and fairness."""

import http.client
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing

import pytest

from server.config import HOST
from server.digest.article import Article
from server.digest.choices import STYLES
from server.digest.salience.scorer import Progress, Scores
from server.http import waitress_server
from server.summarizer import Summarizer
from tests.support.application import STORY, Address, SteppingScorer
from tests.support.lines import PATIENCE, Stream, open_stream

Start = Callable[..., Address]


class HeldScorer(SteppingScorer):
    """Blocks at every sentence until a test releases it, and records which article it reads."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.begun: list[str] = []
        self.has_begun = threading.Event()
        super().__init__(lambda _: self.free.wait(PATIENCE))

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        self.begun.append(article.title)
        self.has_begun.set()
        return (yield from super().score(article))


@pytest.fixture
def scorer() -> Iterator[HeldScorer]:
    held = HeldScorer()
    yield held
    held.free.set()


def write_body(title: str = "", style: str = "brief") -> bytes:
    return json.dumps({"title": title, "style": style, "paragraphs": STORY}).encode()


def post(address: Address) -> http.client.HTTPConnection:
    """Request a whole digest, and do not wait for it."""
    connection = http.client.HTTPConnection(HOST, address.port, timeout=PATIENCE)
    connection.request("POST", "/v1/digest", write_body(), address.headers)
    return connection


def occupy(stack: ExitStack, address: Address, scorer: HeldScorer, queued: int) -> list[Stream]:
    """Occupy the one worker and let `queued` clients wait; return their streams."""
    stack.callback(scorer.free.set)
    stack.enter_context(closing(post(address)))
    assert scorer.has_begun.wait(PATIENCE)
    waiting = []
    for number in range(queued):
        stream = stack.enter_context(open_stream(address, write_body(str(number))))
        assert stream.read() == {"type": "queued"}
        waiting.append(stream)
    return waiting


def read_code(content: bytes) -> str:
    error = json.loads(content)["error"]
    assert error.keys() == {"code", "message", "hint"}
    return str(error["code"])


@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson"])
def test_beyond_the_queue_each_is_told_when_to_come_back(
    start: Start, scorer: HeldScorer, accept: str
) -> None:
    address = start(Summarizer("held", scorer), workers=1, queue=2)
    with ExitStack() as stack:
        waiting = occupy(stack, address, scorer, queued=2)
        response, content = address.ask("POST", "/v1/digest", write_body(), Accept=accept)
        assert (response.status, read_code(content)) == (429, "busy")
        assert 1 <= int(response.headers["Retry-After"]) <= 60
        scorer.free.set()
        assert all(stream.read_until("done") for stream in waiting)
    assert address.ask("POST", "/v1/digest", write_body())[0].status == 200


def test_who_waits_is_served_in_the_order_of_coming(start: Start, scorer: HeldScorer) -> None:
    address = start(Summarizer("held", scorer), workers=1, queue=6)
    with ExitStack() as stack:
        waiting = occupy(stack, address, scorer, queued=6)
        scorer.free.set()
        for stream in reversed(waiting):
            assert stream.read_until("done")
    assert scorer.begun == ["", "0", "1", "2", "3", "4", "5"]


def test_while_all_is_busy_the_rest_answers_at_once(start: Start, scorer: HeldScorer) -> None:
    address = start(Summarizer("held", scorer), workers=1, queue=2)
    with ExitStack() as stack:
        occupy(stack, address, scorer, queued=2)
        begun = time.monotonic()
        assert address.ask("GET", "/v1/health")[0].status == 200
        assert address.ask("POST", "/v1/digest", b"{")[0].status == 400
        assert address.ask("POST", "/v1/digest", write_body(), Origin="null")[0].status == 403
        assert address.ask("GET", "/v1/nothing")[0].status == 404
        assert time.monotonic() - begun < 2


def test_what_is_wrong_with_a_request_is_told_before_its_turn(
    start: Start, scorer: HeldScorer
) -> None:
    address = start(Summarizer("held", scorer), workers=1, queue=1)
    with ExitStack() as stack:
        occupy(stack, address, scorer, queued=0)
        for _ in range(3):
            body = json.dumps({"paragraphs": STORY[:1]}).encode()
            response, content = address.ask("POST", "/v1/digest", body)
            assert (response.status, read_code(content)) == (422, "too_short")


def ask_until_admitted(address: Address) -> None:
    """Request a stream until it is not refused."""
    for _ in range(100):
        response, _ = address.ask("POST", "/v1/digest", b'{"paragraphs":[]}')
        if response.status != 429:
            return
        time.sleep(0.05)
    raise AssertionError("The place is still taken.")


def test_who_hangs_up_in_the_queue_frees_the_place(start: Start, scorer: HeldScorer) -> None:
    address = start(Summarizer("held", scorer), workers=1, queue=1)
    with ExitStack() as stack:
        occupy(stack, address, scorer, queued=0)
        with open_stream(address, write_body("gone")) as stream:
            assert stream.read() == {"type": "queued"}
            assert address.ask("POST", "/v1/digest", write_body())[0].status == 429
        ask_until_admitted(address)
        connection = post(address)
        time.sleep(0.1)
        connection.close()
        ask_until_admitted(address)
    assert "gone" not in scorer.begun


def test_who_hangs_up_at_work_stops_it_though_no_line_was_due(
    start: Start, scorer: HeldScorer
) -> None:
    address = start(Summarizer("held", scorer), workers=1, queue=0)
    connection = post(address)
    assert scorer.has_begun.wait(PATIENCE)
    connection.close()
    # A second request shows that the server has turned to its sockets since.
    assert address.ask("POST", "/v1/digest", write_body())[0].status == 429
    steps: list[int] = []
    scorer.wait = steps.append
    scorer.free.set()
    assert scorer.closed.wait(PATIENCE)
    assert steps == []
    assert address.ask("POST", "/v1/digest", write_body())[0].status == 200


def test_a_deadline_passes_in_the_queue_in_either_form(start: Start, scorer: HeldScorer) -> None:
    address = start(Summarizer("held", scorer), workers=1, queue=2, deadline_seconds=2)
    with ExitStack() as stack:
        (stream,) = occupy(stack, address, scorer, queued=1)
        response, content = address.ask("POST", "/v1/digest", write_body())
        assert (response.status, read_code(content)) == (503, "deadline_passed")
        assert 1 <= int(response.headers["Retry-After"]) <= 2
        line = stream.read_until("error")
        assert line["error"]["code"] == "deadline_passed"
        assert stream.read() == {}


def test_a_deadline_passes_at_work_in_either_form(start: Start) -> None:
    scorer = SteppingScorer(lambda step: time.sleep(2.5 if step else 0))
    address = start(Summarizer("slow", scorer), workers=1, queue=0, deadline_seconds=2)
    response, content = address.ask("POST", "/v1/digest", write_body())
    assert (response.status, read_code(content)) == (503, "deadline_passed")
    assert scorer.closed.is_set()
    with open_stream(address, write_body()) as stream:
        assert stream.read()["type"] == "progress"
        assert stream.read_until("error")["error"]["code"] == "deadline_passed"
        assert stream.read() == {}


def test_a_hundred_slow_senders_keep_nobody_from_being_served(start: Start) -> None:
    address = start()
    head = address.write_head("POST", "/v1/digest", Content_Length="2000000")
    with ExitStack() as stack:
        for _ in range(100):
            sender = stack.enter_context(socket.create_connection((HOST, address.port)))
            sender.sendall(head + b" " * 100)
        begun = time.monotonic()
        assert address.ask("POST", "/v1/digest", write_body())[0].status == 200
        assert time.monotonic() - begun < 2


def test_who_is_at_work_makes_room_for_nobody(start: Start, scorer: HeldScorer) -> None:
    address = start(Summarizer("held", scorer), workers=1, queue=1)
    with ExitStack() as stack:
        (stream,) = occupy(stack, address, scorer, queued=1)
        for _ in range(100):
            stack.enter_context(socket.create_connection((HOST, address.port)))
        assert address.ask("GET", "/v1/health")[0].status == 200
        scorer.free.set()
        assert stream.read_until("done")


def test_a_sender_that_does_not_end_is_cut_off(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waitress_server, "_RECEIVE_SECONDS", 1)
    monkeypatch.setattr(waitress_server, "_LOOK_SECONDS", 0)
    address = start()
    with socket.create_connection((HOST, address.port), timeout=PATIENCE) as sender:
        begun = time.monotonic()
        sender.sendall(address.write_head("POST", "/v1/digest", Content_Length="2000000"))
        with pytest.raises(ConnectionError):
            # Sending one byte now and then does not keep the connection open.
            while time.monotonic() < begun + PATIENCE:
                sender.sendall(b" ")
                time.sleep(0.1)
        assert time.monotonic() - begun < 5


def test_sixty_at_once_are_all_answered_in_their_styles(
    start: Start, summarizer: Summarizer
) -> None:
    address = start(summarizer, workers=2, queue=16)
    answers: Counter[int] = Counter()
    lock = threading.Lock()
    gate = threading.Barrier(60)

    def ask(style: str) -> None:
        gate.wait(PATIENCE)
        response, content = address.ask("POST", "/v1/digest", write_body(style=style))
        points = json.loads(content).get("points", [])
        assert [point["style"] for point in points] == [style] * (3 * (response.status == 200))
        with lock:
            answers[response.status] += 1

    threads = [threading.Thread(target=ask, args=(style,)) for style in STYLES * 20]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * PATIENCE)
    assert answers.total() == 60
    assert answers.keys() <= {200, 429}
    assert answers[200] >= 18
