"""Programs that are not the server, and listen where it should."""

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from server.pairing.pairing import Pairing
from tests.support.browser.ports import require_free_port, reserve_ports

HEALTH = {"status": "ok", "version": "0.1.0", "protocol": 1, "model": "nutgraf"}
POINT = {"type": "point", "text": "A point of another program.", "sources": []}
DONE = {"type": "done", "words": {}, "reading_seconds": {"article": 60, "digest": 5}, "model": "m"}
NDJSON = "".join(f"{json.dumps(line)}\n" for line in (POINT, DONE))

Answer = Callable[[str], str]


def agree(_path: str) -> str:
    """Answer everything alike, as a program does that knows nothing of Nutgraf."""
    return "<!doctype html><title>It works</title>"


def pretend(path: str) -> str:
    """Answer each route as the server would, but for the token, which only the server has."""
    if path.startswith("/v1/health"):
        return json.dumps(HEALTH | {"proof": secrets.token_hex(32)})
    if path == "/v1/pair":
        return json.dumps({"token": secrets.token_urlsafe(32)})
    return NDJSON


def prove_with(pairing: Pairing, port: int) -> Answer:
    """Return how a program answers that has the server's token, and so can prove that it has."""

    def prove(path: str) -> str:
        if not path.startswith("/v1/health"):
            return pretend(path)
        proof = pairing.prove(port, path.partition("challenge=")[2])
        return json.dumps(HEALTH | {"proof": proof})

    return prove


@contextmanager
def impersonate(answer: Answer) -> Iterator[list[str]]:
    """Serve on the server's port until the end; yield all that is sent there, as it comes."""
    port = reserve_ports().usual
    require_free_port(port)
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length).decode()
            heard.append(f"{self.requestline}\n{self.headers}{body}")
            content = answer(self.path).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.do_GET()

        def do_OPTIONS(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Keep pytest's output to the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
