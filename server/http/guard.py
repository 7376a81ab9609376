"""The guard on every route, including unknown routes and refusals.

Every page, extension and program on the machine can reach a server on loopback. What each of them
sends was measured in Chromium and Firefox; every check below closes one way in. They run in a fixed
order, before the route is looked up and before the body is read.
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

# Sent with every response, including those of Waitress. Digests are private, a sniffed type could
# turn text into a page, and no page may frame or embed an answer.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What a route requires of a request, besides what every route requires."""

    methods: frozenset[str]
    # Which Origin it accepts: that of the server's own page, or else that of an extension.
    is_page: bool = False
    # Visits, and GET requests of a background script, have no Origin in either browser.
    without_origin: bool = False
    # Whether the Origin must be paired and the token be sent.
    token: bool = False


_VISIT = Policy(frozenset({"GET", "HEAD"}), is_page=True, without_origin=True)

ROUTES = {
    "/": _VISIT,
    "/welcome.css": _VISIT,
    "/welcome.js": _VISIT,
    "/icon.png": _VISIT,
    "/v1/health": Policy(frozenset({"GET", "HEAD", "OPTIONS"}), without_origin=True),
    "/v1/pair": Policy(frozenset({"POST", "OPTIONS"})),
    "/v1/digest": Policy(frozenset({"POST", "OPTIONS"}), token=True),
}

# Only a paired extension learns that an address does not exist.
UNKNOWN = Policy(frozenset({"GET", "HEAD", "POST", "OPTIONS"}), token=True)

# For a person who followed a link from another page; the extension gets the hint of the class.
_TYPE_IT = (
    "Type this page's address into the address bar, or open the link that the server printed."
)

# Sec-Fetch-Site of the extension's requests and of visits: "none" in Chromium, "same-origin" in
# Firefox. Programs other than browsers do not send it; pages send other values.
_SITES = frozenset({None, "none", "same-origin"})


def guard(app: Flask, config: Config, pairing: Pairing) -> None:
    """Check every request of the app before its route, and add the headers to every response."""
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
    policy = ROUTES.get(request.path, UNKNOWN)
    # The only sign of DNS rebinding: such a page is "same-origin" in every other way.
    if headers.get("Host") != config.host:
        raise HostNotAllowed
    if request.method not in policy.methods:
        raise MethodNotAllowed(valid_methods=policy.methods)
    origin = headers.get("Origin")
    if origin is None:
        is_known = policy.without_origin and request.method != "OPTIONS"
    elif policy.is_page:
        is_known = origin == config.address
    else:
        is_known = extensions.fullmatch(origin) is not None
    if not is_known or headers.get("Sec-Fetch-Site") not in _SITES:
        raise OriginNotAllowed(hint=_TYPE_IT if policy.is_page else None)
    # A form on any page can post text/plain without a preflight, but not this type.
    if request.method == "POST" and headers.get("Content-Type") != "application/json":
        raise UnsupportedMediaType
    if (request.content_length or 0) > config.max_body_bytes:
        raise TooLarge(f"The request is larger than {config.max_body_bytes / 1_000_000:g} MB.")
    # A preflight cannot carry the token, so the pairing of its origin is enough.
    if request.method == "OPTIONS":
        if origin not in pairing.origins:
            raise NotPaired
    elif policy.token and not pairing.accepts(origin, headers.get("Authorization")):
        raise NotPaired


def _extension_origins(config: Config) -> re.Pattern[str]:
    # Firefox draws a new UUID for each profile, so until they are paired, its extensions are
    # recognized by the form of their origin alone.
    firefox = "moz-extension://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return re.compile(rf"chrome-extension://{config.extension_id}|{firefox}")


def _is_paired(origin: str, pairing: Pairing) -> bool:
    # This runs for every response, including the one that reports that the files are unusable.
    with suppress(PairingUnavailable):
        return origin in pairing.origins
    return False


def _allow(response: Response, origin: str) -> None:
    """Add the CORS headers that let one paired extension read the response."""
    options = {
        "origins": origin,
        "methods": ["GET", "POST"],
        "allow_headers": ["Authorization", "Content-Type"],
    }
    set_cors_headers(response, get_cors_options(None, options))
