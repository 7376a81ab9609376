"""The routes, and the one place where an error becomes a response."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http import HTTPStatus
from time import perf_counter
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as WrongMethod

from server import __version__
from server.config import Config
from server.digest.article import Article
from server.errors import (
    BadRequest,
    DigestError,
    Internal,
    MethodNotAllowed,
    NotFound,
    NotPaired,
    PairingUnavailable,
)
from server.http import protocol
from server.http.guard import guard
from server.http.job_queue import HungUpError, JobQueue, Turns
from server.http.welcome import add_pages
from server.pairing.pairing import Pairing
from server.redaction import redact_traceback
from server.summarizer import Digest, Shortener

_LOG = logging.getLogger("nutgraf")


def create_app(
    config: Config,
    summarizer: Shortener,
    pairing: Pairing,
    jobs: JobQueue,
) -> Flask:
    """Create the Flask application that serves one summarizer to the paired browsers."""
    app = Flask("nutgraf", static_folder=None)
    # Flask would redirect doubled slashes to the address without them, in HTML.
    app.url_map.merge_slashes = False
    guard(app, config, pairing)
    add_pages(app)

    @app.get("/v1/health")
    def health() -> Response:
        shape = {
            "status": "ok",
            "version": __version__,
            "protocol": protocol.PROTOCOL,
            "model": summarizer.name,
        }
        challenge = protocol.parse_challenge(request.args)
        if challenge is not None:
            shape["proof"] = pairing.prove(config.port, challenge)
        return _respond(shape)

    @app.post("/v1/pair")
    def pair() -> Response:
        code = protocol.parse_code(request.get_data(cache=False))
        return _respond({"token": pairing.redeem(code, request.headers["Origin"])})

    @app.post("/v1/digest")
    def digest() -> Response:
        started = perf_counter()
        wanted = protocol.parse_request(request.get_data(cache=False))
        has_left = request.environ.get("waitress.client_disconnected", lambda: False)
        with ExitStack() as stack:
            ticket = stack.enter_context(closing(jobs.admit()))
            article = Article.from_paragraphs(wanted.paragraphs, wanted.title, wanted.sections)
            steps = summarizer.steps(article, wanted.count, wanted.lang, wanted.style)
            turns = stack.enter_context(closing(ticket.run(steps, has_left)))
            if (
                request.accept_mimetypes.best_match([protocol.JSON, protocol.NDJSON])
                == protocol.NDJSON
            ):
                response = Response(_stream(turns, started), mimetype=protocol.NDJSON)
                # Waitress closes every response, even one that it never began to send.
                response.call_on_close(stack.pop_all().close)
                return response
            (whole,) = (turn for turn in turns if isinstance(turn, Digest))
            return _respond(protocol.to_json(whole, _elapsed_ms(started)))

    @app.errorhandler(HungUpError)
    def drop(_: HungUpError) -> Response:
        return Response(status=HTTPStatus.NO_CONTENT)

    @app.errorhandler(Exception)
    def refuse(error: Exception) -> Response:
        refusal = _translate(error)
        response = _respond(refusal.to_dict(), refusal.status)
        if isinstance(error, WrongMethod):
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        if refusal.retry_after is not None:
            response.headers["Retry-After"] = str(refusal.retry_after)
        if isinstance(refusal, NotPaired):
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    return app


def _stream(turns: Turns, started: float) -> Iterator[str]:
    """Yield each step as a line; after the first line, an error can only end the stream."""
    try:
        for turn in turns:
            yield protocol.dump(protocol.to_line(turn, _elapsed_ms(started)))
    except HungUpError:
        return
    except Exception as error:
        yield protocol.dump(protocol.to_error_line(_translate(error)))


def _respond(shape: dict[str, Any], status: int = HTTPStatus.OK) -> Response:
    return Response(protocol.dump(shape), status, mimetype=protocol.JSON)


def _translate(error: Exception) -> DigestError:
    """Turn any exception into an error that may be sent to the client."""
    match error:
        case PairingUnavailable():
            # The message names a folder: the log may have it, the client does not need it.
            _LOG.error("%s %s", error.message, error.hint)
            return PairingUnavailable()
        case DigestError():
            return error
        case HTTPException(code=HTTPStatus.NOT_FOUND):
            return NotFound()
        case HTTPException(code=HTTPStatus.METHOD_NOT_ALLOWED):
            return MethodNotAllowed()
        case HTTPException(code=int(code)) if HTTPStatus.BAD_REQUEST <= code < 500:
            return BadRequest()
    _LOG.error("Internal error: %s", redact_traceback(error))
    return Internal()


def _elapsed_ms(started: float) -> int:
    return round((perf_counter() - started) * 1000)
