"""Waitress on loopback, made to speak our protocol where it would answer by itself.

Waitress refuses malformed HTTP in plain text before any route is reached, and moves long bodies to
a file on disk. Here its refusals take the JSON shape, and no body ever leaves memory.
"""

import ctypes
import logging
import signal
import socket
import sys
from contextlib import suppress
from http import HTTPStatus
from io import BytesIO
from typing import Any, cast

from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from server import __version__
from server.config import Config
from server.errors import BadRequest, DigestError, Internal, TooLarge
from server.http import protocol
from server.http.app import create_app
from server.http.guard import HEADERS
from server.http.job_queue import Pool
from server.http.port_check import listen
from server.pairing.pairing import Pairing
from server.summarizer import Shortener, Summarizer, Unavailable

# Beside those that make digests or wait with one: for what is answered at once, busy or not.
_SPARE_THREADS = 4

# On loopback the largest request takes a blink. One that takes this long, all in all, holds a
# connection and nothing else; so does an answer that nobody reads.
_RECEIVE_SECONDS = 20
# With more connections than this the one that is idle longest makes room, so that nobody can keep
# others out by holding many. Waitress itself would stop to listen at a hundred.
_MOST_CONNECTIONS = 64
# How often Waitress looks for such connections.
_LOOK_SECONDS = 5

# Ten times what a browser sends.
_HEADER_BYTES = 16_384

# A body past the door's limit is still received, and dropped, up to this many times the limit: a
# client whose connection breaks while it sends would never read why it was refused.
_DRAINED_LIMITS = 16

# A digest quotes sentences, and JSON may write one character in several bytes. Past this size
# Waitress would keep a response in a file.
_RESPONSE_LIMITS = 8


def serve(config: Config) -> None:
    """Serve until interrupted. Raises PortTakenError; a model that cannot be loaded is reported."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    # Waitress warns of every request that waits for a thread; the reader's card shows the wait.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # SIGINT too: a shell that starts a program in the background leaves it deaf to it.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))
    with listen(config.port) as listener:
        pairing = Pairing.open(config.config_dir)
        summarizer = _load(config)
        _give_back_memory()
        server = open_server(config, summarizer, pairing, listener)
        print(_describe(config, summarizer, pairing), flush=True)
        # Waitress ends its loop, and its threads, on SystemExit.
        server.run()
        server.close()


def open_server(
    config: Config,
    summarizer: Shortener,
    pairing: Pairing,
    listener: socket.socket,
) -> BaseWSGIServer:
    """Create the Waitress server of an application on a socket that already listens."""
    pool = Pool.of(config)
    created = create_server(
        create_app(config, summarizer, pairing, pool),
        sockets=[listener],
        _dispatcher=_Dispatcher(pool, config.workers + config.queue + _SPARE_THREADS),
        ident="",
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=_DRAINED_LIMITS * config.max_body_bytes,
        inbuf_overflow=config.max_body_bytes,
        outbuf_overflow=_RESPONSE_LIMITS * config.max_body_bytes,
        # Reading on while a request is in work is how Waitress learns that the client hung up.
        channel_request_lookahead=1,
        channel_timeout=_RECEIVE_SECONDS,
        cleanup_interval=_LOOK_SECONDS,
        # A reader who closes the tab is no incident.
        log_socket_errors=False,
    )
    # Only several sockets would give Waitress's other kind of server.
    server = cast(BaseWSGIServer, created)
    server.channel_class = _Channel
    return server


class _Dispatcher(ThreadedTaskDispatcher):
    """Threads for requests; when they have to end, the digests that they wait for end first."""

    def __init__(self, pool: Pool, threads: int) -> None:
        super().__init__()
        self._pool = pool
        self.set_thread_count(threads)

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        self._pool.stop()
        return super().shutdown(cancel_pending, timeout)


class _Body(OverflowableBuffer):
    """A request body that stays in memory; past its limit it is counted and no longer kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self._limit = limit
        self._length = 0
        self._file = BytesIO()

    def __len__(self) -> int:
        return self._length

    def append(self, s: bytes) -> None:
        self._length += len(s)
        if self._length <= self._limit:
            self._file.write(s)
        else:
            self._file = BytesIO()

    def getfile(self) -> BytesIO:
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        self._file.close()


class _Parser(HTTPRequestParser):
    """Receives bodies into memory. Their size is judged by the door, in its order."""

    adj: Adjustments

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = _Body(self.adj.inbuf_overflow)


class _Refusal(ErrorTask):
    """Answers in the JSON shape what Waitress refuses before a route is reached."""

    def execute(self) -> None:
        # The stubs call the request of a task an Error; it is the parser that met one.
        met = cast(HTTPRequestParser, self.request).error
        refusal = _translate(met.code if met else HTTPStatus.BAD_REQUEST)
        body = protocol.dump(refusal.to_dict()).encode()
        self.status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"
        self.response_headers = [("Content-Type", protocol.JSON), *HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    """A connection that receives and refuses in our way."""

    parser_class = _Parser
    error_task_class = _Refusal
    _begun: float | None = None

    def __init__(self, server: BaseWSGIServer, *arguments: Any, **options: Any) -> None:
        super().__init__(server, *arguments, **options)
        # The stubs take the dictionary for one of its values.
        channels = cast(dict[int, HTTPChannel], server.active_channels)
        others = [channel for channel in channels.values() if channel is not self]
        # Neither at work nor with an answer that is still to be sent.
        idle = [other for other in others if not other.requests and not other.total_outbufs_len]
        if len(others) >= _MOST_CONNECTIONS and idle:
            min(idle, key=lambda other: other.last_activity).will_close = True

    def received(self, data: bytes) -> bool:
        is_kept = super().received(data)
        # Waitress counts silence from the last byte, so that one byte now and then would do.
        self._begun = (self._begun or self.last_activity) if self.request else None
        self.last_activity = self._begun or self.last_activity
        return is_kept


def _translate(status: int) -> DigestError:
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return TooLarge()
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return Internal()
    return BadRequest()


def _load(config: Config) -> Shortener:
    try:
        return Summarizer.load(config.model_dir)
    except DigestError as error:
        print(f"nutgraf: {error.message} {error.hint}", file=sys.stderr, flush=True)
        return Unavailable(error)


def _give_back_memory() -> None:
    """Hand what loading has freed back to the system, which glibc does not do by itself.

    Measured: 251 MB at rest become 142 MB, and digests take no longer.
    """
    if sys.platform == "linux":
        # Other C libraries than glibc lack the function, and the need for it.
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def _describe(config: Config, summarizer: Shortener, pairing: Pairing) -> str:
    if pairing.origins:
        pair = "done; python -m server pair adds another browser"
        following = "open a news page and click Nutgraf's button"
    else:
        # What follows # stays in the browser: no request and no log has the code.
        # The code that make pair has just printed stays good.
        pair = f"{config.address}/#{pairing.read_code() or pairing.offer_code()}"
        following = "load the extension as README.md shows, open that link, click Nutgraf's button"
    return "\n".join(
        (
            f"Nutgraf {__version__} is ready.",
            f"  Address  {config.address} (this computer only)",
            f"  Model    {summarizer.name or 'none: see the error above'}",
            f"  Pairing  {pair}",
            f"  Next     {following}",
            "  Stop     Ctrl-C",
        )
    )
