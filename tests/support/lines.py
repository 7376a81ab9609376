"""A stream as it comes from the socket, line by line."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from server.config import HOST
from tests.support.application import Address

NDJSON = "application/x-ndjson"

# Long past what a line takes; only a fault waits so long.
PATIENCE = 10


class Stream:
    """The answer to a request for a stream."""

    def __init__(self, reader: BinaryIO) -> None:
        self._reader = reader
        status = reader.readline()
        assert b" 200 " in status, status
        while reader.readline() not in (b"\r\n", b""):
            pass

    def read(self) -> dict[str, Any]:
        """Return the next line; an empty one is the end."""
        content = self._reader.read(int(self._reader.readline(), 16))
        self._reader.readline()
        line: dict[str, Any] = json.loads(content or b"{}")
        return line

    def read_until(self, kind: str) -> dict[str, Any]:
        """Return the first line of a type, or the empty one if none comes."""
        while (line := self.read()) and line["type"] != kind:
            pass
        return line


@contextmanager
def open_stream(address: Address, body: bytes) -> Iterator[Stream]:
    """Ask for a stream; at the end hang up, whether or not it is complete."""
    with socket.create_connection((HOST, address.port), timeout=PATIENCE) as connection:
        length = str(len(body))
        head = address.write_head("POST", "/v1/digest", Accept=NDJSON, Content_Length=length)
        connection.sendall(head + body)
        with connection.makefile("rb") as reader:
            yield Stream(reader)
