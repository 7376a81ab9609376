"""The server that the attacks aim at, with its door or without, and a record of what reached it.

The record is kept on both sides of the door: in front of the application, and behind it, in the
routes and at the summarizer. The door is opened here, by leaving it out of the application, because
a switch that opens it must not exist in the server.
"""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

from flask import Flask, request

from server.config import HOST, Config
from server.digest.article import Article
from server.http.app import create_app
from server.http.waitress_server import open_server
from server.pairing.pairing import Pairing
from server.summarizer import Steps, Summarizer

WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]

# What an open door leaves out, and what it says instead: any page may send and read anything.
CLOSING = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "x-content-type-options",
    "x-frame-options",
}
WELCOMING = {
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Methods": "DELETE, GET, POST, PUT",
}


class Target:
    """A server on a port, and how far each request has come in it.

    A request is known by its `?row=` or else its path, and at the summarizer by the title of its
    article.
    """

    def __init__(self, port: int, pairing: Pairing) -> None:
        self.port = port
        self.pairing = pairing
        self._events: list[tuple[str, str]] = []

    def note(self, row: str, event: str) -> None:
        self._events.append((row, event))

    def find(self, row: str) -> frozenset[str]:
        """Return the methods that arrived, with `route` and `summarizer` where it went so far."""
        return frozenset(event for name, event in self._events if name == row)

    def count(self, row: str) -> int:
        """Return how many requests came to a route."""
        return self._events.count((row, "route"))


class Watched:
    """A summarizer, and a note of each article that comes to it."""

    def __init__(self, summarizer: Summarizer, target: Target) -> None:
        self.name = summarizer.name
        self._summarizer = summarizer
        self._target = target

    def steps(self, article: Article, *options: Any) -> Steps:
        self._target.note(article.title, "summarizer")
        return self._summarizer.steps(article, *options)


@contextmanager
def serve_target(
    summarizer: Summarizer,
    folder: Path,
    *,
    is_open: bool,
    is_told_site: bool = True,
    port: int = 0,
) -> Iterator[Target]:
    """Run the real server with its own files in a folder, its door closed or taken out.

    `is_told_site` lets it know what browsers say of where a request comes from.
    """
    listener = socket.create_server((HOST, port))
    config = Config(port=listener.getsockname()[1], config_dir=folder / "config")
    target = Target(config.port, Pairing.open(config.config_dir))

    def create_watched(*collaborators: Any) -> Flask:
        app = create_app(*collaborators)
        for endpoint, view in app.view_functions.items():
            app.view_functions[endpoint] = _watch_route(view, target)
        inside = _welcome_all(app.wsgi_app) if is_open else app.wsgi_app
        watched = _watch_arrivals(inside, target)
        app.wsgi_app = watched if is_told_site else _forget_site(watched)  # type: ignore[method-assign]
        return app

    door = patch("server.http.app.guard", lambda *_: None) if is_open else nullcontext()
    with door, patch("server.http.waitress_server.create_app", create_watched):
        watched: Any = Watched(summarizer, target)
        server: Any = open_server(config, watched, target.pairing, listener)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield target
    finally:
        server.task_dispatcher.shutdown()
        # Closed in the server's own thread: not while its select waits on them.
        server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
        thread.join(timeout=20)


def _name(query: str, path: str) -> str:
    [row] = parse_qs(query).get("row", [path])
    return row


def _forget_site(application: WSGI) -> WSGI:
    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_FETCH_SITE", None)
        return application(environ, start_response)

    return answer


def _watch_arrivals(application: WSGI, target: Target) -> WSGI:
    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        target.note(_name(environ["QUERY_STRING"], environ["PATH_INFO"]), environ["REQUEST_METHOD"])
        return application(environ, start_response)

    return answer


def _watch_route(view: Callable[..., Any], target: Target) -> Callable[..., Any]:
    def answer(**values: Any) -> Any:
        target.note(_name(request.query_string.decode(), request.path), "route")
        return view(**values)

    return answer


def _welcome_all(application: WSGI) -> WSGI:
    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        origin = environ.get("HTTP_ORIGIN", "*")
        welcome = [*WELCOMING.items(), ("Access-Control-Allow-Origin", origin)]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            start_response("204 No Content", welcome)
            return []

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            kept = [(name, value) for name, value in headers if name.lower() not in CLOSING]
            return start_response(status, [*kept, *welcome], *error)

        return application(environ, start)

    return answer
