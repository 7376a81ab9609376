"""The news site of the tests: the stories of tests/fixtures/pages, and one made to length."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from server.digest.choices import Style
from server.digest.faithfulness.checker import find_faults
from server.digest.segmentation.sentences import split_sentences
from tests.support.words import is_drawn_from

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
HOST = "news.test"
LONG_READ_WORDS = 10_000

# The strictest policy a site can send: no style, no script, and no HTML from a string.
STRICT_CSP = "default-src 'none'; style-src 'none'; require-trusted-types-for 'script'"
HEADERS = {"strict-csp": {"Content-Security-Policy": STRICT_CSP}}


@dataclass(frozen=True, slots=True)
class Story:
    """One page, with what its article says and what must never be taken for it.

    A digest may quote the deck, the line under a headline, but need not know it for a paragraph.
    """

    slug: str
    html: str
    body: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    deck: str = ""
    following: tuple[str, ...] = ()
    error: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def says(self, point: str) -> bool:
        """Say whether one paragraph of the article has the point's very words."""
        return any(squeeze(point) in squeeze(text) for text in (self.deck, *self.body))

    def has_words_of(self, point: str) -> bool:
        """Say whether one paragraph of the article has the point's words, in the point's order."""
        return any(is_drawn_from(point, text) for text in (self.deck, *self.body))

    def grounds(self, point: str) -> bool:
        """Say whether the point is a true rewrite of one sentence of the article."""
        return any(
            not find_faults(text[start:end], point)
            for text in (self.deck, *self.body)
            for start, end in split_sentences(text)
        )

    @classmethod
    def load(cls, slug: str) -> "Story":
        """Read tests/fixtures/pages/SLUG/{source.html,expected.json}."""
        folder = PAGES / slug
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        return cls(
            slug,
            (folder / "source.html").read_text(encoding="utf-8"),
            tuple(expected.get("body", ())),
            tuple(expected.get("not", ())),
            tuple(expected.get("sections", ())),
            expected.get("deck", ""),
            tuple(expected.get("following", ())),
            expected.get("error"),
            HEADERS.get(slug, {}),
        )


# How the points of each style are true to their story.
TRUE: Mapping[Style, Callable[[Story, str], bool]] = {
    "brief": Story.has_words_of,
    "exact": Story.says,
    "plain": Story.grounds,
}


def squeeze(text: str) -> str:
    """Return the text with each run of white space, no-break spaces too, as one space."""
    return " ".join(text.split())


def write_long_read() -> Story:
    """Return a story of some 10,000 words, more than any model's window, no two sentences alike."""
    towns = ("Harrowick", "Pell Sound", "Osterby", "Lindmoor", "Castle Ewan", "Thornby", "Quayle")
    offices = ("harbour board", "county surveyor", "school trust", "water company", "rail union")
    acts = ("counted", "repaired", "sold off", "reopened", "surveyed", "postponed", "paid for")
    things = ("bridges", "pumping stations", "bus shelters", "reading rooms", "sea walls", "depots")
    body: list[str] = []
    words = number = 0
    while words < LONG_READ_WORDS:
        sentences = []
        for _ in range(4):
            number += 1
            town, office = towns[number % 7], offices[number % 5]
            act, thing = acts[number % 11 % 7], things[number % 13 % 6]
            sentences.append(
                f"In the {number}th entry of the ledger the {office} of {town} {act} "
                f"{3 + number * 37 % 911} {thing} in the year {1850 + number % 170}."
            )
        body.append(" ".join(sentences))
        words += len(body[-1].split())
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in body)
    title = "The ledger of the coast: a hundred and seventy years of small repairs"
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<body><main><article><h1>{title}</h1>\n{paragraphs}\n</article></main></body></html>"
    )
    return Story("long-read", html, tuple(body))


def load_stories() -> dict[str, Story]:
    """Return every story of the site by its slug, in alphabetical order."""
    stories = {path.parent.name: Story.load(path.parent.name) for path in PAGES.glob("*/*.json")}
    stories["long-read"] = write_long_read()
    return dict(sorted(stories.items()))


class Site:
    """Stories at http://news.test:PORT/SLUG, a host that is not the server's own."""

    def __init__(self, stories: Mapping[str, Story], port: int) -> None:
        self.stories = stories
        self.port = port

    def url(self, slug: str) -> str:
        return f"http://{HOST}:{self.port}/{slug}"


@contextmanager
def serve_site(stories: Mapping[str, Story]) -> Iterator[Site]:
    """Serve the stories and their pictures on a free port of loopback until the end."""
    pictures = {f"/{path.relative_to(PAGES)}": path.read_bytes() for path in PAGES.glob("*/*.svg")}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            story = stories.get(self.path.strip("/"))
            picture = pictures.get(self.path)
            body = story.html.encode() if story else picture or b""
            self.send_response(HTTPStatus.OK if body else HTTPStatus.NOT_FOUND)
            kind = "image/svg+xml" if picture else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (story.headers if story else {}).items():
                self.send_header(name, value)
            with suppress(ConnectionError):  # The browser may have left the page by now.
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep pytest's output to the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(stories, server.server_port)
    finally:
        server.shutdown()
        server.server_close()
