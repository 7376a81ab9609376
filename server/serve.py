"""Waitress on loopback, made to speak our protocol where it would answer by itself.

Waitress refuses malformed HTTP in plain text before any route is reached, and moves long bodies to
a file on disk. Here its refusals take the JSON shape, and no body ever leaves memory.
"""

import errno
import logging
import signal
import socket
import sys
from http import HTTPStatus
from io import BytesIO
from typing import cast

from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask

from server import __version__, api
from server.app import create_app
from server.config import HOST, Config
from server.door import HEADERS
from server.errors import BadRequest, DigestError, Internal, TooLarge
from server.summarizer import Summarizer, Unavailable

# One reader rarely asks for two digests at once; a second browser must still reach /v1/health.
_THREADS = 4

# Ten times what a browser sends.
_HEADER_BYTES = 16_384

# A body past the door's limit is still received, and dropped, up to this many times the limit: a
# client whose connection breaks while it sends would never read why it was refused.
_DRAINED_LIMITS = 16

# A digest quotes sentences, and JSON may write one character in several bytes. Past this size
# Waitress would keep a response in a file.
_RESPONSE_LIMITS = 8


class PortTakenError(Exception):
    """Another program listens on the port."""


def serve(config: Config) -> None:
    """Serve until interrupted. Raises PortTakenError; a model that cannot be loaded is reported."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    # Waitress warns of every request that waits for a thread; the reader's card shows the wait.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # SIGINT too: a shell that starts a program in the background leaves it deaf to it.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))
    with _listen(config.port) as listener:
        summarizer = _load(config)
        server = open_server(config, summarizer, listener)
        print(_describe(config, summarizer), flush=True)
        # Waitress ends its loop, and its threads, on SystemExit.
        server.run()
        server.close()


def open_server(
    config: Config, summarizer: Summarizer | Unavailable, listener: socket.socket
) -> BaseWSGIServer:
    """Create the Waitress server of an application on a socket that already listens."""
    created = create_server(
        create_app(config, summarizer),
        sockets=[listener],
        threads=_THREADS,
        ident="",
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=_DRAINED_LIMITS * config.max_body_bytes,
        inbuf_overflow=config.max_body_bytes,
        outbuf_overflow=_RESPONSE_LIMITS * config.max_body_bytes,
        # Reading on while a request is in work is how Waitress learns that the client hung up.
        channel_request_lookahead=1,
        # A reader who closes the tab is no incident.
        log_socket_errors=False,
    )
    # Only several sockets would give Waitress's other kind of server.
    server = cast(BaseWSGIServer, created)
    server.channel_class = _Channel
    return server


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
        body = api.dump(refusal.to_dict()).encode()
        self.status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"
        self.response_headers = [("Content-Type", api.JSON), *HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    """A connection that receives and refuses in our way."""

    parser_class = _Parser
    error_task_class = _Refusal


def _translate(status: int) -> DigestError:
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return TooLarge()
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return Internal()
    return BadRequest()


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTakenError(
            f"Port {port} is taken: another program, or another Nutgraf, listens there. "
            "Stop it, or choose another port with --port."
        ) from None


def _load(config: Config) -> Summarizer | Unavailable:
    try:
        return Summarizer.load(config.model_dir)
    except DigestError as error:
        print(f"nutgraf: {error.message} {error.hint}", file=sys.stderr, flush=True)
        return Unavailable(error)


def _describe(config: Config, summarizer: Summarizer | Unavailable) -> str:
    return "\n".join(
        (
            f"Nutgraf {__version__} is ready.",
            f"  Address  http://{HOST}:{config.port} (this computer only)",
            f"  Model    {summarizer.name or 'none: see the error above'}",
            "  Next     load the extension as README.md shows, open a news page, click its button",
            "  Stop     Ctrl-C",
        )
    )
