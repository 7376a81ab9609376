"""The guard on every route, unknown routes and refusals included.

A server on loopback can be reached by every page, extension and program on the machine. What each
of them sends was measured in Chromium and Firefox; every check below closes one way in. They run in
one order, before the route is looked up and before the body is read.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, Request, Response, request
from flask_cors.core import get_cors_options, set_cors_headers
from werkzeug.exceptions import MethodNotAllowed

from server.config import Config
from server.errors import (
    HostNotAllowed,
    NotPaired,
    OriginNotAllowed,
    PairingUnavailable,
    TooLarge,
    UnsupportedMediaType,
)
from server.pairing.pairing import Pairing

# On every response, those of Waitress too. Digests are private, a sniffed type could turn text into
# a page, and no page may frame or embed what this server says.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Wants:
    """What a route wants of a request, besides what every route wants."""

    methods: frozenset[str]
    # Whose Origin it takes: an extension's, or that of the server's own page.
    is_page: bool = False
    # A background script's GET, and a visit, carry no Origin in either browser.
    without_origin: bool = False
    # Whether the Origin must be paired, and the token be shown.
    token: bool = False


_VISIT = Wants(frozenset({"GET", "HEAD"}), is_page=True, without_origin=True)

ROUTES = {
    "/": _VISIT,
    "/welcome.css": _VISIT,
    "/welcome.js": _VISIT,
    "/icon.png": _VISIT,
    "/v1/health": Wants(frozenset({"GET", "HEAD", "OPTIONS"}), without_origin=True),
    "/v1/pair": Wants(frozenset({"POST", "OPTIONS"})),
    "/v1/digest": Wants(frozenset({"POST", "OPTIONS"}), token=True),
}

# An address that is not there says so only to who may know what is.
UNKNOWN = Wants(frozenset({"GET", "HEAD", "POST", "OPTIONS"}), token=True)

# Whoever followed a link on some page reads this one; the extension's readers see the class's own.
_TYPE_IT = (
    "Type this page's address into the address bar, or open the link that the server printed."
)

# What the extension's own request says of itself, "none" in Chromium and "same-origin" in Firefox,
# and so does a visit; programs other than browsers say nothing. Pages say anything else.
_SITES = frozenset({None, "none", "same-origin"})


def guard(app: Flask, config: Config, pairing: Pairing) -> None:
    """Put the door before every route of the app, and its headers on every response."""
    extensions = _extension_origins(config)

    @app.before_request
    def inspect() -> None:
        _inspect(request, config, extensions, pairing)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        origin = request.headers.get("Origin")
        if origin is not None and _is_paired(origin, pairing):
            _allow(response, origin)
        return response


def _inspect(
    request: Request, config: Config, extensions: re.Pattern[str], pairing: Pairing
) -> None:
    """Refuse a request by its headers alone, at the first check that it fails."""
    headers = request.headers
    wants = ROUTES.get(request.path, UNKNOWN)
    # The only thing that tells DNS rebinding: such a page is "same-origin" in every other way.
    if headers.get("Host") != config.host:
        raise HostNotAllowed
    if request.method not in wants.methods:
        raise MethodNotAllowed(valid_methods=wants.methods)
    origin = headers.get("Origin")
    if origin is None:
        is_known = wants.without_origin and request.method != "OPTIONS"
    elif wants.is_page:
        is_known = origin == config.address
    else:
        is_known = extensions.fullmatch(origin) is not None
    if not is_known or headers.get("Sec-Fetch-Site") not in _SITES:
        raise OriginNotAllowed(hint=_TYPE_IT if wants.is_page else None)
    # A form can post text/plain from any page without asking first; it cannot post this type.
    if request.method == "POST" and headers.get("Content-Type") != "application/json":
        raise UnsupportedMediaType
    if (request.content_length or 0) > config.max_body_bytes:
        raise TooLarge(f"The request is larger than {config.max_body_bytes / 1_000_000:g} MB.")
    # A preflight cannot carry the token; it is answered to whoever was paired.
    if request.method == "OPTIONS":
        if origin not in pairing.origins:
            raise NotPaired
    elif wants.token and not pairing.accepts(origin, headers.get("Authorization")):
        raise NotPaired


def _extension_origins(config: Config) -> re.Pattern[str]:
    # Firefox draws a new UUID for each profile, so its extensions are known by their form alone
    # until they are paired.
    firefox = "moz-extension://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return re.compile(rf"chrome-extension://{config.extension_id}|{firefox}")


def _is_paired(origin: str, pairing: Pairing) -> bool:
    # Here a response is on its way, and it may be the one that says that the files are unusable.
    with suppress(PairingUnavailable):
        return origin in pairing.origins
    return False


def _allow(response: Response, origin: str) -> None:
    """Let one paired extension read the response, as CORS has it."""
    options = {
        "origins": origin,
        "methods": ["GET", "POST"],
        "allow_headers": ["Authorization", "Content-Type"],
    }
    set_cors_headers(response, get_cors_options(None, options))
