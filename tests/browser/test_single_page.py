"""A site that shows its next story without a page load: the card goes with its article."""

import pytest

from tests.support.browser.backend import Backend, listen_silently
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.single_page import WAYS, go_on

TRACES = """[
  document.querySelectorAll("nutgraf-card, [data-nutgraf-hidden]").length, CSS.highlights.size
]"""

# Each changes the address that the one before it leaves.
CHANGES = (
    "history.pushState({}, '', '#comments')",
    "history.replaceState({}, '', '?from=home')",
    "location.hash = 'comments'",
    "history.pushState({}, '', '?photo=3')",
    "history.replaceState({ read: 0.4 }, '', location.href)",
    # As sites do that name an article better, or go on with the next one below it.
    "history.replaceState({}, '', '/spa/clock-tower-will-chime')",
)


def watch_cards(card: Card) -> None:
    """Count from now on how often a card is put into the page."""
    card.ask("""(() => {
      window.cards = 0;
      const count = (nodes) => [...nodes].filter(({ localName }) => localName === "nutgraf-card");
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) window.cards += count(addedNodes).length;
      }).observe(document, { childList: true, subtree: true });
    })()""")


@pytest.mark.usefixtures("backend")
@pytest.mark.parametrize("way", WAYS)
def test_the_card_goes_with_its_article_and_the_next_click_is_for_the_new_one(
    browser: Browser, open_page: Open, way: str
) -> None:
    card = open_digest(open_page(browser, "spa"))
    assert not card.shows("The order of 2017 limited")
    go_on(card, way)
    card.wait(None)
    card.wait_for('find("Osterby will rebuild 600 metres") !== null')
    assert card.ask(TRACES) == [0, 0]
    assert card.shows("Osterby will rebuild 600 metres")
    open_digest(card)
    assert not card.shows("Osterby will rebuild 600 metres")
    assert not [point for point in card.points if "clock" in point or "bells" in point]


@pytest.mark.parametrize("way", ["at once", "in place"])
def test_an_answer_that_comes_late_is_not_shown_on_the_new_page(
    browser: Browser, backend: Backend, open_page: Open, way: str
) -> None:
    backend.stop()
    card = open_page(browser, "spa")
    with listen_silently():
        card.tab.click_toolbar()
        card.wait("working")
        watch_cards(card)
        go_on(card, way)
        card.wait(None)
    # The silent server has gone: what was asked has its answer now, a failure.
    assert card.tab.evaluate("new Promise((done) => setTimeout(done, 1000)).then(() => cards)") == 0
    assert card.ask(TRACES) == [0, 0]


@pytest.mark.usefixtures("backend")
def test_the_way_back_drops_the_card_too(browser: Browser, open_page: Open) -> None:
    card = open_page(browser, "spa")
    go_on(card, "at once")
    open_digest(card)
    card.ask("history.back()")
    card.wait(None)
    assert card.ask("location.pathname") == "/spa"
    assert card.ask(TRACES) == [0, 0]


@pytest.mark.usefixtures("backend")
def test_an_address_that_changes_while_one_reads_leaves_the_card(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "spa"))
    wait = "new Promise((done) => setTimeout(done, 1000)).then(() => location.href)"
    for change in CHANGES:
        address = card.ask("location.href")
        card.ask(f"void ({change})")
        assert (card.tab.evaluate(wait) == address) == ("read: 0.4" in change), change
        assert (card.state, card.view) == ("points", "simplified"), change
        assert not card.shows("The order of 2017 limited"), change
