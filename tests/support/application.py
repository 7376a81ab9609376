"""An invented story, a scorer that a test can block, and clients that act as the extension."""

import atexit
import http.client
import json
import resource
import socket
import threading
from collections.abc import Callable, Collection, Generator
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import numpy as np
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.config import HOST, Config
from server.digest.article import Article
from server.digest.salience.scorer import Progress, Scores
from server.http.app import create_app
from server.http.job_queue import JobQueue
from server.pairing.pairing import Pairing
from server.summarizer import Shortener

STORY = (
    "The harbour town of Elmsworth will close its old swing bridge to traffic in March, "
    "eleven months earlier than the council had planned.",
    "Engineers found cracks in two of the four bearings during an inspection in October. "
    "Repairs would have cost £3.4 million, the council said on Tuesday.",
    "“We looked at every way to keep it open,” said Maren Oduya, who leads the roads committee. "
    "“None of them was safe for the winter.”",
    "About 6,200 drivers use the bridge on a working day, according to a count made in June. "
    "Most of them will have to take the ring road, which adds nine minutes to the trip.",
    "Shop owners on the east bank fear for their trade. A ferry for walkers and cyclists will run "
    "every quarter of an hour from six in the morning until midnight.",
    "A new bridge is due to open in the summer of 2029. Its costs have risen twice since the plans "
    "were first shown, and they now stand at £41 million.",
)

# In words that the tiny network's tokenizer knows.
PARAGRAPHS = [
    "The council will close the Harrow Bridge for a year. Engineers found cracks in two piers.",
    "The mayor said the work would cost four million pounds.",
    "People who live by the river asked for a ferry.",
]


# What every response says to browsers, but for the policy of the welcome page.
SAID = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SteppingScorer:
    """Reads one sentence a step and favours the earliest; a test can hold it at each step.

    It would drop the words that it is told to, and keep all others.
    """

    def __init__(
        self, wait: Callable[[int], object] = lambda _: None, drop: Collection[str] = ()
    ) -> None:
        self.wait = wait
        self.drop = drop
        self.closed = threading.Event()

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        count = len(article.sentences)
        try:
            for step in range(count):
                self.wait(step)
                yield Progress(step + 1, count)
        finally:
            self.closed.set()
        salience = np.linspace(1, 0, count, dtype=np.float32)
        keep = ([word not in self.drop for word in s.text.split()] for s in article.sentences)
        return Scores(salience, tuple(np.array(words, dtype=np.float32) for words in keep))


def run(steps: Generator[Progress, None, Scores]) -> tuple[list[Progress], Scores]:
    """Run a scorer to its end; return what it yielded and what it returned."""
    told: list[Progress] = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as stop:
            return told, stop.value


class ExtensionClient(FlaskClient):
    """A client in the process, with the headers of the extension's background in Chromium."""

    def __init__(self, *args: Any, config: Config, pairing: Pairing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairing = pairing
        self._headers = extension_headers(config, pairing.token)

    def ask(
        self, method: str, path: str, body: object = b"", **changes: str | None
    ) -> TestResponse:
        """Send one request; a keyword changes a header or, with None, leaves it out."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = change(self._headers, changes)
        return self.open(path, method=method, data=content, headers=headers)


_FOLDERS = TemporaryDirectory(prefix="nutgraf-tests-")
atexit.register(_FOLDERS.cleanup)


def make_pairing(config: Config, folder: Path | None = None) -> Pairing:
    """Pair the extension in Chromium, in a folder of its own where none is given."""
    pairing = Pairing.open(folder or Path(mkdtemp(dir=_FOLDERS.name)))
    pairing.redeem(pairing.offer_code(), extension_headers(config)["Origin"])
    return pairing


def make_client(
    summarizer: Shortener, config: Config, pairing: Pairing | None = None
) -> ExtensionClient:
    """Create an application around a summarizer, and a client of it that is paired."""
    pairing = pairing or make_pairing(config)
    app = create_app(config, summarizer, pairing, JobQueue.of(config))
    app.test_client_class = ExtensionClient
    client = app.test_client(config=config, pairing=pairing)
    assert isinstance(client, ExtensionClient)
    return client


class Address:
    """A running server, and a client that reaches it through a socket."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self.port = port
        self.headers = extension_headers(Config(port=port), token)

    def ask(
        self, method: str, path: str, body: bytes = b"", **changes: str | None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send one request; a keyword changes a header or, with None, leaves it out."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request(method, path, body, change(self.headers, changes))
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def send(self, raw: bytes) -> bytes:
        """Send bytes that need not be HTTP; return all that comes back until the server closes."""
        with socket.create_connection((HOST, self.port), timeout=20) as connection:
            connection.sendall(raw)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def write_head(self, method: str, path: str, **changes: str | None) -> bytes:
        """Write the head of a request, to be sent with `send`."""
        lines = (f"{name}: {value}" for name, value in change(self.headers, changes).items())
        return "\r\n".join((f"{method} {path} HTTP/1.1", *lines, "", "")).encode()


def count_computed() -> float:
    """Return the seconds of computing of all processes that were started here and have ended.

    Other work on the machine stretches the clock more than it stretches this.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def extension_headers(config: Config, token: str | None = None) -> dict[str, str]:
    """Return what the background of the extension sends in Chromium."""
    headers = {
        "Host": f"{HOST}:{config.port}",
        "Origin": f"chrome-extension://{config.extension_id}",
        "Sec-Fetch-Site": "none",
        "Content-Type": "application/json",
    }
    return headers | ({"Authorization": f"Bearer {token}"} if token else {})


def change(headers: dict[str, str], changes: dict[str, str | None]) -> dict[str, str]:
    """Change headers by keywords, whose underscores stand for dashes; None takes one out."""
    merged = headers | {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in merged.items() if value is not None}
