"""The card on hostile pages: it opens or says why, and leaves the page as it was."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.browser.browsers import Browser
from tests.support.browser.card import Card
from tests.support.browser.hostile_pages import PROSE, list_pages
from tests.support.browser.site import Site, serve_site
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

# From the click to points or a reason, on a machine of two busy cores.
PATIENCE_SECONDS = 30.0
POINTS = 3

# Our card, whatever the page has put beside it: on these pages no other box has a state.
LIST = "(window.list ?? Document.prototype.querySelectorAll).call"
BOXES = f"{LIST}(document, 'nutgraf-card:not(#fake), div')"
OURS = f"[...{BOXES}].find((box) => box.dataset.state)"
PAGE = "new XMLSerializer().serializeToString(document)"

# These change by themselves, so what they were before tells nothing.
RESTLESS = {"pressing", "removing", "mutating", "defined"}
READ = {
    *("restyled", "fake", "patched", "clobbered", "pressing", "mutating", "turned", "markup"),
    *("deep", "shadows", "long-line", "unbroken", "strictest", "defined"),
}
REFUSED = {
    "many-sentences": "too_large",  # By the server.
    "many-paragraphs": "page_too_large",
    "many-tags": "page_too_large",
}


@pytest.fixture(scope="module")
def hostile_site() -> Iterator[Site]:
    with serve_site(list_pages()) as site:
        yield site


@pytest.fixture
def open_hostile(browser: Browser, hostile_site: Site) -> Iterator[Callable[[str], Card]]:
    cards: list[Card] = []

    def open_page(slug: str) -> Card:
        cards.append(Card(browser.open(hostile_site.url(slug))))
        return cards[-1]

    yield open_page
    for card in cards:
        card.tab.close()


def ask(card: Card, expression: str) -> object:
    """Return the value of an expression that may use `ours` and its shadow `root`."""
    return card.tab.evaluate(
        f"(() => {{ const ours = {OURS}; const root = ours?.shadowRoot; return {expression}; }})()"
    )


def wait_for(card: Card, expression: str) -> None:
    card.wait_for(expression.replace("ours", f"({OURS})"), PATIENCE_SECONDS)


def list_points(card: Card) -> list[str]:
    points = ask(card, "[...root.querySelectorAll('.point')].map((point) => point.textContent)")
    assert isinstance(points, list)
    return points


def open_points(card: Card) -> list[str]:
    card.tab.click_toolbar()
    wait_for(card, "ours && ours.dataset.state !== 'working'")
    assert ask(card, "ours.dataset.error ?? null") is None
    wait_for(card, f"ours.shadowRoot.querySelectorAll('.point').length === {POINTS}")
    return list_points(card)


@pytest.mark.parametrize("slug", sorted(READ))
def test_the_card_shows_points_and_leaves_the_page_as_it_was(
    open_hostile: Callable[[str], Card], slug: str
) -> None:
    card = open_hostile(slug)
    before = card.tab.evaluate(PAGE)
    points = open_points(card)
    for point in points:
        if slug != "mutating":
            assert any(is_drawn_from(point, text) for text in PROSE) or slug in ("turned", "markup")
    assert float(str(ask(card, "ours.getBoundingClientRect().height"))) > 100
    assert float(str(ask(card, "ours.getBoundingClientRect().width"))) > 250
    assert ask(card, "getComputedStyle(root.querySelector('section')).display") == "grid"
    card.tab.click_toolbar()
    wait_for(card, "!ours")
    assert ask(card, f"{LIST}(document, '[data-nutgraf-hidden]').length") == 0
    if slug not in RESTLESS:
        assert card.tab.evaluate(PAGE) == before


@pytest.mark.parametrize("slug", sorted(REFUSED))
def test_the_card_says_that_a_page_is_too_large(
    open_hostile: Callable[[str], Card], slug: str
) -> None:
    card = open_hostile(slug)
    card.tab.click_toolbar()
    wait_for(card, "ours && ours.dataset.state === 'error'")
    assert ask(card, "ours.dataset.error") == REFUSED[slug]
    assert len(str(ask(card, "root.querySelector('h2').textContent"))) > 20
    card.tab.click_toolbar()
    wait_for(card, "!ours")


def test_no_markup_of_a_page_is_executed(open_hostile: Callable[[str], Card]) -> None:
    card = open_hostile("markup")
    assert any("<img" in point for point in open_points(card))
    assert ask(card, "root.querySelectorAll('img, script').length") == 0
    assert card.tab.evaluate("window.ran ?? null") is None


def test_a_page_cannot_press_the_buttons(open_hostile: Callable[[str], Card]) -> None:
    card = open_hostile("pressing")
    open_points(card)
    card.tab.evaluate("new Promise((resolve) => setTimeout(resolve, 1000, null))")
    # It has pressed "full", the settings, a point and the cross, each some fifty times by now.
    assert (card.state, card.view) == ("points", "simplified")
    # The reader's own press counts.
    card.press("button.close")
    card.wait(None)


def test_a_page_that_takes_the_card_away_keeps_its_article(
    open_hostile: Callable[[str], Card],
) -> None:
    card = open_hostile("removing")
    card.tab.click_toolbar()
    card.wait_for("document.title === 'removed'", PATIENCE_SECONDS)
    card.wait_for("document.querySelectorAll('[data-nutgraf-hidden]').length === 0")
    assert card.shows(PROSE[0][:40])


def test_no_text_turns_the_card_around(open_hostile: Callable[[str], Card]) -> None:
    card = open_hostile("turned")
    for point in open_points(card):
        assert "\u202e" not in point
    section, point = "getComputedStyle(root.querySelector('section'))", ".point"
    assert ask(card, f"{section}.direction") == "ltr"
    assert ask(card, f"getComputedStyle(root.querySelector('{point}')).unicodeBidi") == "isolate"
