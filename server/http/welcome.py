"""The page that guides a new user through pairing; the only HTML of this server."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response

_FOLDER = Path(__file__).resolve().parent / "pages"

# Path, file and type of the page and of everything that it loads.
_FILES = (
    ("/", "welcome.html", "text/html"),
    ("/welcome.css", "welcome.css", "text/css"),
    ("/welcome.js", "welcome.js", "text/javascript"),
    ("/icon.png", "icon.png", "image/png"),
)

# As strict as the headers of JSON, except that the page may load its own files.
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


def add_pages(app: Flask) -> None:
    """Add routes for the page and its files, which are read once."""
    for path, name, kind in _FILES:
        app.add_url_rule(
            path,
            endpoint=name,
            view_func=_serve((_FOLDER / name).read_bytes(), kind),
            provide_automatic_options=False,
        )


def _serve(content: bytes, kind: str) -> Callable[[], Response]:
    def serve() -> Response:
        return Response(content, mimetype=kind, headers=PAGE_HEADERS)

    return serve
