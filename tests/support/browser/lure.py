"""The attacker's own site: an empty page, for a test to run its scripts in."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "text/html; charset=utf-8"

# Fetches the address that its page sends it.
WORKER = """
onmessage = async ({ data, ports: [port] }) => {
  try {
    const response = await fetch(data);
    await response.text();
    port.postMessage(String(response.status));
  } catch {
    port.postMessage("");
  }
};
"""

# Path -> content type, body, and what else is sent.
FILES: dict[str, tuple[str, str, dict[str, str]]] = {
    "/": (HTML, "<!doctype html><title>Lure</title>", {}),
    # A sandbox takes the page's origin away: what it sends comes from `null`.
    "/sandboxed": (
        HTML,
        "<!doctype html><title>Lure</title>",
        {
            "Content-Security-Policy": "sandbox allow-scripts allow-forms allow-popups "
            "allow-popups-to-escape-sandbox"
        },
    ),
    "/worker.js": ("text/javascript", WORKER, {}),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, text, headers = FILES.get(self.path, (HTML, "", {}))
        body = text.encode()
        self.send_response(HTTPStatus.OK)
        headers = headers | {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in headers.items():
            self.send_header(name, value)
        with suppress(ConnectionError):  # The browser may have left the page by now.
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep pytest's output to the tests."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self._connections: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._connections.append(connection)
        return connection, address

    def server_close(self) -> None:
        super().server_close()
        # Browsers keep a connection in reserve: what comes after us on this port is to be asked.
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serve_lure(port: int = 0) -> Iterator[int]:
    """Serve on a port of loopback until the end; yield the port."""
    server = _Server(port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
