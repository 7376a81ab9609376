"""The routes, and the one place where an error becomes a response."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as WrongMethod

from server import __version__, api
from server.config import Config
from server.digest.article import Article
from server.door import guard
from server.errors import BadRequest, DigestError, Internal, MethodNotAllowed, NotFound
from server.summarizer import Digest, Steps, Summarizer, Unavailable

_LOG = logging.getLogger("nutgraf")


def create_app(config: Config, summarizer: Summarizer | Unavailable) -> Flask:
    """Create the server's Flask application around a summarizer."""
    app = Flask("nutgraf", static_folder=None)
    # Doubled slashes would be redirected, in HTML, to the address without them.
    app.url_map.merge_slashes = False
    guard(app, config)

    @app.get("/v1/health")
    def health() -> Response:
        return _respond(
            {
                "status": "ok",
                "version": __version__,
                "protocol": api.PROTOCOL,
                "model": summarizer.name,
            }
        )

    @app.post("/v1/digest")
    def digest() -> Response:
        started = perf_counter()
        wanted = api.parse_request(request.get_data(cache=False))
        article = Article.from_paragraphs(wanted.paragraphs, wanted.title)
        steps = summarizer.steps(article, wanted.count, wanted.lang, wanted.style)
        if request.accept_mimetypes.best_match([api.JSON, api.NDJSON]) == api.NDJSON:
            return Response(_stream(steps, started), mimetype=api.NDJSON)
        (whole,) = (step for step in steps if isinstance(step, Digest))
        return _respond(api.to_json(whole, _elapsed_ms(started)))

    @app.errorhandler(Exception)
    def refuse(error: Exception) -> Response:
        refusal = _translate(error)
        response = _respond(refusal.to_dict(), refusal.status)
        if isinstance(error, WrongMethod):
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return response

    return app


def _stream(steps: Steps, started: float) -> Iterator[str]:
    """Write each step as a line; what fails after the first line can only end the stream."""
    try:
        # A client that hangs up closes this generator, and with it the work.
        with closing(steps):
            for step in steps:
                yield api.dump(api.to_line(step, _elapsed_ms(started)))
    except Exception as error:
        yield api.dump(api.to_error_line(_translate(error)))


def _respond(shape: dict[str, Any], status: int = HTTPStatus.OK) -> Response:
    return Response(api.dump(shape), status, mimetype=api.JSON)


def _translate(error: Exception) -> DigestError:
    """Turn any exception into one that may leave the server."""
    match error:
        case DigestError():
            return error
        case HTTPException(code=HTTPStatus.NOT_FOUND):
            return NotFound()
        case HTTPException(code=HTTPStatus.METHOD_NOT_ALLOWED):
            return MethodNotAllowed()
        case HTTPException(code=int(code)) if HTTPStatus.BAD_REQUEST <= code < 500:
            return BadRequest()
    # The exception's own text may quote the article, so only its type and place are written.
    places = (
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    _LOG.error("Internal error: %s at %s", type(error).__name__, " < ".join(places))
    return Internal()


def _elapsed_ms(started: float) -> int:
    return round((perf_counter() - started) * 1000)
