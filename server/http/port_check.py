"""The one port: taken for this server, or the program named that has it."""

import errno
import http.client
import json
import socket
from contextlib import suppress

import psutil  # type: ignore[import-untyped]

from server.config import HOST

# A Nutgraf answers in milliseconds, but for the second in which it loads its model.
_ANSWER_SECONDS = 2
# More than any answer to GET /v1/health; another program's answer may have no end.
_ANSWER_BYTES = 4096


class PortTakenError(Exception):
    """The port cannot be had. The text is one for the user."""


def listen(port: int) -> socket.socket:
    """Return a socket that listens on the port. Raises PortTakenError."""
    try:
        # A port whose last server was killed is free at once: on Unix this sets SO_REUSEADDR.
        return socket.create_server((HOST, port))
    except OSError as error:
        other = "choose another port with --port, and set it in the extension's settings."
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} is taken by {find_holder(port)}. Stop it, or {other}"
        elif error.errno == errno.EACCES:
            message = f"The system does not give out port {port}. Please {other}"
        else:
            raise
        raise PortTakenError(message) from None


def find_holder(port: int) -> str:
    """Return in words which program listens on the port, as far as the system tells."""
    process = find_process(port)
    name = f"{process.name()} (process {process.pid})" if process else ""
    if is_nutgraf(port):
        return f"another Nutgraf, {name}" if name else "another Nutgraf"
    return name or "another program"


def find_process(port: int) -> psutil.Process | None:
    """Return the process that listens on the port; None if there is none, or if it is hidden."""
    # One by one: asking for all connections at once needs an administrator on macOS.
    for process in psutil.process_iter(["name"]):
        # Other users' processes are not shown, and some end while the list is read.
        with suppress(psutil.Error):
            for connection in process.net_connections("tcp"):
                is_listening = connection.status == psutil.CONN_LISTEN
                if is_listening and connection.laddr.port == port:
                    return process
    return None


def is_nutgraf(port: int) -> bool:
    """Tell whether a server like this one answers on the port."""
    connection = http.client.HTTPConnection(HOST, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/v1/health")
        health = json.loads(connection.getresponse().read(_ANSWER_BYTES))
        return isinstance(health, dict) and {"protocol", "model"} <= health.keys()
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return False
    finally:
        connection.close()
