"""The page that leads a newcomer through pairing, and the only HTML that this server has."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response

_FOLDER = Path(__file__).resolve().parent / "pages"

# Path, file and type of everything that the page is made of.
_FILES = (
    ("/", "welcome.html", "text/html"),
    ("/welcome.css", "welcome.css", "text/css"),
    ("/welcome.js", "welcome.js", "text/javascript"),
    ("/icon.png", "icon.png", "image/png"),
)

# Stricter than what goes with JSON only where the page needs its own parts.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


def add_pages(app: Flask) -> None:
    """Add the page and its parts, read once, to the application."""
    for path, name, kind in _FILES:
        app.add_url_rule(
            path,
            endpoint=name,
            view_func=_serve((_FOLDER / name).read_bytes(), kind),
            provide_automatic_options=False,
        )


def _serve(content: bytes, kind: str) -> Callable[[], Response]:
    def serve() -> Response:
        return Response(content, mimetype=kind, headers=HEADERS)

    return serve
