"""Waitress on loopback, adapted to the protocol where it would answer by itself.

Waitress refuses malformed HTTP in plain text before any route is reached, and moves long bodies to
a file on disk. Here its refusals have the JSON shape, and no body ever leaves memory.
"""

import socket
from http import HTTPStatus
from io import BytesIO
from typing import Any, cast

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from server.config import Config
from server.errors import BadRequest, DigestError, Internal, TooLarge
from server.http import protocol
from server.http.app import create_app
from server.http.guard import HEADERS
from server.http.job_queue import JobQueue
from server.pairing.pairing import Pairing
from server.summarizer import Shortener

# Threads for requests that are answered at once, besides those whose digests run or wait.
_SPARE_THREADS = 4

# On loopback the largest request arrives in a blink. A request that takes this long in total, or an
# answer that nobody reads for so long, only holds a connection.
_RECEIVE_SECONDS = 20
# Beyond this many connections the one idle longest is closed, so that no client can keep others out
# by holding many. Waitress itself would stop listening at a hundred.
_MOST_CONNECTIONS = 64
# How often Waitress looks for connections to close.
_LOOK_SECONDS = 5

# Ten times what a browser sends.
_HEADER_BYTES = 16_384

# A body beyond the limit is still received, and dropped, up to this many times the limit: a client
# whose connection breaks while it sends would never read why it was refused.
_DRAINED_LIMITS = 16

# A digest quotes sentences, and JSON may encode one character as several bytes. A response beyond
# this many times the limit of a body would be moved to a file.
_RESPONSE_LIMITS = 8

# What the statuses mean that Waitress answers with; all others are faults of the request.
_REFUSALS: dict[int, type[DigestError]] = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TooLarge,
    HTTPStatus.INTERNAL_SERVER_ERROR: Internal,
}


def open_server(
    config: Config,
    summarizer: Shortener,
    pairing: Pairing,
    listener: socket.socket,
) -> BaseWSGIServer:
    """Create the Waitress server of an application on a socket that already listens."""
    jobs = JobQueue.of(config)
    created = create_server(
        create_app(config, summarizer, pairing, jobs),
        sockets=[listener],
        _dispatcher=_Dispatcher(jobs, config.workers + config.queue + _SPARE_THREADS),
        ident="",
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=_DRAINED_LIMITS * config.max_body_bytes,
        inbuf_overflow=config.max_body_bytes,
        outbuf_overflow=_RESPONSE_LIMITS * config.max_body_bytes,
        # Waitress notices that a client hung up only if it reads on during a request.
        channel_request_lookahead=1,
        channel_timeout=_RECEIVE_SECONDS,
        cleanup_interval=_LOOK_SECONDS,
        # A reader who closes the tab is not an error.
        log_socket_errors=False,
    )
    # Waitress creates its other kind of server only for several sockets.
    server = cast(BaseWSGIServer, created)
    server.channel_class = _Channel
    return server


class _Dispatcher(ThreadedTaskDispatcher):
    """The threads for requests; on shutdown, the digests that they wait for end first."""

    def __init__(self, jobs: JobQueue, threads: int) -> None:
        super().__init__()
        self._jobs = jobs
        self.set_thread_count(threads)

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        self._jobs.stop()
        return super().shutdown(cancel_pending, timeout)


class _Body(BytesIO):
    """A request body in memory: Waitress's buffer, which counts but drops what exceeds a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        self._length += len(data)
        if self._length <= self._limit:
            self.write(data)
        else:
            self.seek(0)
            self.truncate()

    def getfile(self) -> BytesIO:
        self.seek(0)
        return self


class _Parser(HTTPRequestParser):
    """Receives bodies into memory. The guard judges their size, in its own order of checks."""

    adj: Adjustments

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = cast(Any, _Body(self.adj.inbuf_overflow))


class _Refusal(ErrorTask):
    """Answers in the JSON shape what Waitress refuses before a route is reached."""

    def execute(self) -> None:
        # The stubs say that the request of this task is an error; it is the parser that has one.
        error = cast(HTTPRequestParser, self.request).error
        refusal = _REFUSALS.get(error.code if error else HTTPStatus.BAD_REQUEST, BadRequest)()
        body = protocol.dump(refusal.to_dict()).encode()
        self.status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"
        self.response_headers = [("Content-Type", protocol.JSON), *HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    """A connection with our parser and our refusals, and with limits on time and number."""

    parser_class = _Parser
    error_task_class = _Refusal
    _begun: float | None = None

    def __init__(self, server: BaseWSGIServer, *arguments: Any, **options: Any) -> None:
        super().__init__(server, *arguments, **options)
        # The stubs give the dictionary the type of one of its values.
        channels = cast(dict[int, HTTPChannel], server.active_channels)
        others = [channel for channel in channels.values() if channel is not self]
        # Neither working on a request nor with an answer still to send.
        idle = [other for other in others if not other.requests and not other.total_outbufs_len]
        if len(others) >= _MOST_CONNECTIONS and idle:
            min(idle, key=lambda other: other.last_activity).will_close = True

    def received(self, data: bytes) -> bool:
        is_kept = super().received(data)
        # Waitress measures silence since the last byte, so a client could send one now and then.
        self._begun = (self._begun or self.last_activity) if self.request else None
        self.last_activity = self._begun or self.last_activity
        return is_kept
