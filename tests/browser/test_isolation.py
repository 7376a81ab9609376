"""A page that spies on the extension learns no more than the card shows."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from tests.support.browser.backend import REPOSITORY, Backend
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox
from tests.support.browser.site import Site, Story, serve_site

# All that an extension can keep.
KEPT = """async () => [
  ...(await Promise.all(
    ["local", "session", "sync"].map((area) => chrome.storage[area]?.get(null).catch(() => null)),
  )),
  { ...localStorage },
  { ...sessionStorage },
  (await indexedDB.databases()).map(({ name }) => name),
]"""
SPY = REPOSITORY / "tests" / "support" / "browser" / "spy.js"


@pytest.fixture(scope="module")
def spies() -> Iterator[Site]:
    story = Story.load("plain-article")
    html = story.html.replace("<head>", f"<head><script>{SPY.read_text()}</script>", 1)
    with serve_site({story.slug: replace(story, html=html)}) as site:
        yield site


def test_a_page_that_spies_finds_neither_token_nor_port(
    browser: Browser, backend: Backend, spies: Site
) -> None:
    code = backend.pairing.offer_code()
    tab = browser.open(spies.url("plain-article"))
    points = open_digest(Card(tab)).points
    # What is in the page belongs to the page: a spy that does not hear of the card hears nothing.
    heard = tab.evaluate("heard")
    assert all(any(point in text for text in heard) for point in points)
    found = [*heard, *tab.evaluate("search()")]
    tab.close()
    for secret in (
        backend.pairing.token,
        str(backend.port),
        code,
        browser.extension_id,
        "-extension://",
    ):
        assert [text for text in found if secret in text] == []


@pytest.mark.usefixtures("backend")
def test_the_extension_keeps_no_word_of_an_article(
    browser: Chromium | Firefox, site: Site, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    title = card.ask("document.title")
    with closing(browser.open(browser.bare_url)) as tab:
        kept = tab.evaluate(f"({KEPT})().then(JSON.stringify)")
    assert '"token"' in kept
    for text in (title, site.url("plain-article"), *card.points):
        assert json.dumps(text)[1:-1] not in kept
    words = {word for point in card.points for word in point.split() if len(word) > 6}
    assert [word for word in words if word in kept] == []


@pytest.mark.usefixtures("backend")
def test_a_page_has_none_of_the_extension_s_powers(browser: Browser, spies: Site) -> None:
    tab = browser.open(spies.url("plain-article"))
    open_digest(Card(tab))
    powers = tab.evaluate(
        "[globalThis.chrome?.storage, globalThis.chrome?.runtime?.connect, globalThis.browser, "
        "globalThis.nutgraf].map((power) => typeof power)"
    )
    tab.close()
    assert powers == ["undefined"] * 4
