"""The entries in the browser's menus: on the page, on a selection, on the toolbar button.

In Firefox the menu is really opened and the entry really pressed. No protocol reaches Chromium's
menus: there the extension is told that its entry was chosen, in a tab that it has been let into.
"""

import json

import pytest

from tests.support.browser.browsers import Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox
from tests.support.browser.site import Site
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

LET_IN = """(() => {
  getSelection().removeAllRanges();
  const first = find(%s), last = find(%s), range = document.createRange();
  range.setStart(first.firstChild, %d);
  range.setEndAfter(last);
  getSelection().addRange(range);
  first.scrollIntoView({ block: "start", behavior: "instant" });
  const box = range.getClientRects()[0];
  return [box.left + 20, box.top + box.height / 2];
})()"""


def let_in(card: Card) -> None:
    """Open and close the card: what a real choice in a menu grants, a dispatched one does not."""
    if isinstance(card.tab.browser, Chromium):
        card.tab.click_toolbar()
        card.wait("points", "error")
        card.tab.click_toolbar()
        card.wait(None)


def select(card: Card, first: str, last: str, start: int = 0) -> tuple[float, float]:
    """Select from a character of one paragraph to the end of another, and say where that is."""
    x, y = card.ask(LET_IN % (json.dumps(first), json.dumps(last), start))
    return x, y


def test_the_entry_on_the_page_opens_and_closes(
    browser: Chromium | Firefox, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    let_in(card)
    card.tab.choose_in_menu("page", 5, 400)
    card.wait_for_digest()
    assert len(card.points) == 3
    assert not card.shows("Harrowick council voted on Tuesday night")
    card.tab.choose_in_menu("page", 5, 400)
    card.wait(None)


def test_a_selection_is_put_in_short_beside_the_article(
    browser: Chromium | Firefox, open_page: Open, site: Site
) -> None:
    card = open_page(browser, "spa")
    let_in(card)
    body = site.stories["spa"].body
    chosen = [body[1][52:], *body[2:5]]
    at = select(card, body[1][:40], body[4][:40], 52)
    before = card.ask("document.documentElement.outerHTML")
    card.tab.choose_in_menu("selection", *at)
    card.wait_for_digest()
    assert card.points
    for point in card.points:
        assert any(is_drawn_from(point, text) for text in chosen), point
    assert all(card.shows(paragraph[:40]) for paragraph in body)
    first = json.dumps(body[1][:40])
    assert card.ask(f"host.nextElementSibling === find({first})")
    assert card.ask("host.getBoundingClientRect().height") > 100
    assert card.ask("root.querySelector('button.toggle').checkVisibility()") is False
    card.click("ol.points button.point")
    card.wait_for('CSS.highlights.get("nutgraf")?.size > 0')
    assert any(card.marked in text for text in chosen)
    assert card.view == "simplified"
    card.press("button.close")
    card.wait(None)
    assert card.ask("document.documentElement.outerHTML") == before


def test_a_selection_takes_the_place_of_the_whole_article(
    browser: Chromium | Firefox, open_page: Open, site: Site
) -> None:
    card = open_digest(open_page(browser, "spa"))
    card.press("button.toggle")
    body = site.stories["spa"].body
    card.tab.choose_in_menu("selection", *select(card, body[4][:40], body[6][:40]))
    card.wait_for("host?.dataset.place === 'selection'")
    card.wait_for_digest()
    assert card.ask("document.querySelectorAll('nutgraf-card').length") == 1
    assert all(card.shows(paragraph[:40]) for paragraph in body)


def test_the_entry_without_a_selection_says_so(chromium_browser: Chromium, open_page: Open) -> None:
    card = open_page(chromium_browser, "spa")
    let_in(card)
    card.tab.choose_in_menu("selection", 5, 400)
    card.wait("error")
    assert card.error == "no_selection"
    assert "Select a few paragraphs" in card.text


def test_the_button_has_an_entry_for_the_settings(
    firefox_browser: Firefox, open_page: Open
) -> None:
    open_page(firefox_browser, "plain-article")
    firefox_browser.window.choose_in_button_menu("settings")
    firefox_browser.wait_for_tab(firefox_browser.settings_url).close()
