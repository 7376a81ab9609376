"""The ports of one test process, which no other test process uses at the same time."""

import functools
import socket
from dataclasses import dataclass

HOST = "127.0.0.1"
FIRST_PORT = 8771  # The port of the shipped extension.
LAST_PORT = 9071


@dataclass(frozen=True, slots=True)
class Ports:
    """Two ports for servers, and the socket that reserves them while the process lives."""

    usual: int
    other: int
    lock: socket.socket


@functools.cache
def reserve_ports() -> Ports:
    """Return the ports of this process: the same ones in each call.

    Workers of pytest-xdist, and runs started side by side, get different ones. A test may stop its
    server and leave the port free for a while, so a third port, held by a socket until the process
    ends, keeps the other two. Raises RuntimeError if all are taken.
    """
    for usual in range(FIRST_PORT, LAST_PORT, 3):
        try:
            lock = socket.create_server((HOST, usual + 2))
        except OSError:
            continue
        if is_free(usual) and is_free(usual + 1):
            return Ports(usual, usual + 1, lock)
        lock.close()
    raise RuntimeError(f"no free ports between {FIRST_PORT} and {LAST_PORT}")


def is_free(port: int) -> bool:
    """Return whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def require_free_port(port: int) -> None:
    """Raise RuntimeError if another program holds the port: the tests would talk to it."""
    if not is_free(port):
        raise RuntimeError(f"port {port} is taken; stop the program that uses it and try again")
