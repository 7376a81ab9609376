"""The guard on every route, unknown routes and refusals included.

A server on loopback can be reached by every page, extension and program on the machine. What each
of them sends was measured in Chromium and Firefox; every check below closes one way in. They run in
one order, before the route is looked up and before the body is read.
"""

import re

from flask import Flask, Request, Response, request
from flask_cors import CORS

from server.config import Config
from server.errors import HostNotAllowed, OriginNotAllowed, TooLarge, UnsupportedMediaType

# On every response. Digests are private, and a sniffed type could turn text into a page.
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

# A background script's GET carries no Origin in either browser, so liveness has to do without.
_READ_WITHOUT_ORIGIN = frozenset({"/v1/health"})

# What a page's own request says of itself. The extension's says "none" (Chromium) or "same-origin"
# (Firefox), and programs other than browsers say nothing.
_FOREIGN_SITES = frozenset({"cross-site", "same-site"})


def guard(app: Flask, config: Config) -> None:
    """Put the door before every route of the app, and its headers on every response."""

    @app.before_request
    def inspect() -> None:
        _inspect(request, config)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    CORS(
        app,
        origins=_extension_origins(config),
        methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        supports_credentials=False,
        # Refusals pass after_request like every response; the library's own hook is not needed.
        intercept_exceptions=False,
    )


def _inspect(request: Request, config: Config) -> None:
    """Refuse a request by its headers alone, at the first check that it fails."""
    headers = request.headers
    # The only thing that tells DNS rebinding: such a page is "same-origin" in every other way.
    if headers.get("Host") not in config.hosts:
        raise HostNotAllowed
    origin = headers.get("Origin")
    is_read = request.method in ("GET", "HEAD") and request.path in _READ_WITHOUT_ORIGIN
    if origin is None and not is_read:
        raise OriginNotAllowed
    if origin is not None and not _extension_origins(config).match(origin):
        raise OriginNotAllowed
    if headers.get("Sec-Fetch-Site") in _FOREIGN_SITES:
        raise OriginNotAllowed
    # A form can post text/plain from any page without asking first; it cannot post this type.
    if request.method == "POST" and headers.get("Content-Type") != "application/json":
        raise UnsupportedMediaType
    if (request.content_length or 0) > config.max_body_bytes:
        raise TooLarge(f"The request is larger than {config.max_body_bytes / 1_000_000:g} MB.")


def _extension_origins(config: Config) -> re.Pattern[str]:
    # Firefox draws a new UUID for each profile, so its extensions are known by their form alone.
    firefox = "moz-extension://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    # A pattern, because flask-cors takes plain strings in capitals too; with its own end, because
    # flask-cors matches from the start only.
    return re.compile(rf"(?:chrome-extension://{config.extension_id}|{firefox})\Z")
