"""The port of the server: listen on it, or name the program that uses it."""

import errno
import http.client
import json
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from server.config import HOST

if TYPE_CHECKING:
    import psutil  # type: ignore[import-untyped]

# Nutgraf answers in milliseconds, except during the second in which it loads its model.
_ANSWER_SECONDS = 2
# More than any answer to GET /v1/health; the answer of another program may be endless.
_ANSWER_BYTES = 4096


class PortTakenError(Exception):
    """The port cannot be used. The text is meant for the user."""


def listen(port: int) -> socket.socket:
    """Return a socket that listens on the port. Raises PortTakenError."""
    try:
        # On Unix this sets SO_REUSEADDR, so the port of a server that was killed is free at once.
        return socket.create_server((HOST, port))
    except OSError as error:
        other = "choose another port with --port and enter it in the extension's settings."
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} is taken by {find_holder(port)}. Stop it, or {other}"
        elif error.errno == errno.EACCES:
            message = f"The system does not allow port {port}. Please {other}"
        else:
            raise
        raise PortTakenError(message) from None


def find_holder(port: int) -> str:
    """Return a description of the program that listens on the port, as far as it is known."""
    process = find_process(port)
    name = f"{process.name()} (process {process.pid})" if process else ""
    if is_nutgraf(port):
        return f"another Nutgraf, {name}" if name else "another Nutgraf"
    return name or "another program"


def find_process(port: int) -> "psutil.Process | None":
    """Return the process that listens on the port, or None if there is none or it is hidden."""
    import psutil  # Late: a server that gets its port does without.

    # Process by process, because listing all connections needs an administrator on macOS.
    for process in psutil.process_iter(["name"]):
        # Processes of other users are hidden, and some end while the list is read.
        with suppress(psutil.Error):
            for connection in process.net_connections("tcp"):
                is_listening = connection.status == psutil.CONN_LISTEN
                if is_listening and connection.laddr.port == port:
                    return process
    return None


def is_nutgraf(port: int) -> bool:
    """Return whether a Nutgraf server answers on the port."""
    connection = http.client.HTTPConnection(HOST, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/v1/health")
        health = json.loads(connection.getresponse().read(_ANSWER_BYTES))
        return isinstance(health, dict) and {"protocol", "model"} <= health.keys()
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return False
    finally:
        connection.close()
