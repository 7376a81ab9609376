"""An update of the extension: pages that are open keep working, without a reload of theirs."""

import pytest

from tests.support.browser.backend import Backend, listen_silently
from tests.support.browser.browsers import Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.firefox import Firefox
from tests.support.browser.pipe import PipeChromium

pytestmark = pytest.mark.usefixtures("backend")

DOM = "document.documentElement.outerHTML"
CARDS = "document.querySelectorAll('nutgraf-card').length"


@pytest.fixture(params=["pipe", "firefox"])
def updated(request: pytest.FixtureRequest) -> PipeChromium | Firefox:
    browser: PipeChromium | Firefox = request.getfixturevalue(f"{request.param}_browser")
    return browser


@pytest.mark.parametrize("view", ["simplified", "full", "marked"])
def test_a_click_after_an_update_takes_the_old_card_away_and_opens_a_new_one(
    updated: PipeChromium | Firefox, open_page: Open, view: str
) -> None:
    card = open_page(updated, "plain-article")
    before = card.ask(DOM)
    open_digest(card)
    if view == "full":
        card.press("button.toggle")
    if view == "marked":
        card.click("ol.points button.point")
        card.wait_for('CSS.highlights.get("nutgraf")?.size > 0')
    card.ask("void (host.id = 'old')")
    updated.reload_extension()
    card.tab.click_toolbar()
    card.wait_for("host?.id !== 'old' && host?.dataset.state === 'points'", seconds=30)
    card.wait_for_digest()
    assert card.ask(CARDS) == 1
    assert (card.view, card.marked) == ("simplified", "")
    assert not card.shows("Harrowick council voted on Tuesday night")
    card.press("button.toggle")
    assert card.shows("Harrowick council voted on Tuesday night")
    expect_a_whole_card(card)
    card.press("button.close")
    card.wait(None)
    assert card.ask(DOM) == before


def test_an_update_while_the_card_is_closed_goes_unnoticed(
    updated: PipeChromium | Firefox, open_page: Open
) -> None:
    card = open_digest(open_page(updated, "spa"))
    card.press("button.close")
    card.wait(None)
    updated.reload_extension()
    open_digest(card)
    card.tab.click_toolbar()
    card.wait(None)


def test_an_old_card_can_be_closed_by_its_own_button(
    pipe_browser: PipeChromium, open_page: Open
) -> None:
    """In Firefox only a click on the toolbar does: nothing of the old scripts runs any more."""
    card = open_page(pipe_browser, "plain-article")
    before = card.ask(DOM)
    open_digest(card)
    pipe_browser.reload_extension()
    card.press("button.close")
    card.wait(None)
    assert card.ask(DOM) == before


def test_a_try_again_after_an_update_gives_the_page_back(
    pipe_browser: PipeChromium, backend: Backend, open_page: Open
) -> None:
    backend.stop()
    card = open_page(pipe_browser, "plain-article")
    before = card.ask(DOM)
    with listen_silently():
        card.tab.click_toolbar()
        card.wait("working")
        pipe_browser.reload_extension()
        card.wait("error")
    card.press("button.retry")
    card.wait(None)
    assert card.ask(DOM) == before


def expect_a_whole_card(card: Card) -> None:
    """The points of the card lead to their sentences."""
    card.press("button.toggle")
    card.click("ol.points button.point")
    card.wait_for('CSS.highlights.get("nutgraf")?.size > 0')
    assert card.marked
