"""What the pairing page is made of."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.application import ExtensionClient

ROOT = Path(__file__).parents[3]

PARTS = {
    "/": "text/html; charset=utf-8",
    "/welcome.css": "text/css; charset=utf-8",
    "/welcome.js": "text/javascript; charset=utf-8",
    "/icon.png": "image/png",
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Tags(HTMLParser):
    """Collects the tags of a page, and the text within them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and data.strip():
            self.texts.append((self.tags[-1][0], data))


@pytest.mark.parametrize("path", PARTS)
def test_every_part_has_its_type_and_the_policy(client: ExtensionClient, path: str) -> None:
    response = client.ask("GET", path, Origin=None, Authorization=None)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == PARTS[path]
    assert response.headers.getlist("Content-Security-Policy") == [POLICY]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(response.data) > 100


def test_nothing_is_inline_and_all_is_its_own(client: ExtensionClient) -> None:
    page = Tags(client.ask("GET", "/", Origin=None).text)
    assert not [tag for tag, text in page.texts if tag in ("script", "style")]
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("src", "href", "action"):
            assert attributes.get(name, "/") in PARTS
    style = client.ask("GET", "/welcome.css", Origin=None).text
    assert "url(" not in style
    assert "@import" not in style
    script = client.ask("GET", "/welcome.js", Origin=None).text
    assert not re.search(r"innerHTML|insertAdjacent|document\.write|eval|fetch|import", script)


def test_the_page_has_the_colours_of_the_extension() -> None:
    # The server works without the extension's folder, so that it has a copy of these.
    def read_palette(path: str) -> dict[str, str]:
        return dict(re.findall(r"(--\w+): (light-dark\(.+\));", (ROOT / path).read_text()))

    palette = read_palette("extension/lib/palette.css")
    assert palette
    assert read_palette("server/http/pages/welcome.css") == palette
