"""The keys: one opens and closes the card, another switches its view."""

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.chromium import Chromium, ChromiumTab
from tests.support.browser.firefox import Firefox
from tests.support.browser.settings import Settings

pytestmark = pytest.mark.usefixtures("backend")

SHORTCUT_PAGES = {"chromium": "chrome://extensions/shortcuts", "firefox": "about:addons"}
FIRST = "Harrowick council voted on Tuesday night"


def press(browser: Browser, tab: object, letter: str) -> None:
    """Press Alt, Shift and a letter in the browser, where the keys of extensions are heard."""
    if isinstance(browser, Firefox):
        browser.window.press_shortcut(letter)
    elif isinstance(tab, ChromiumTab):
        tab.press_shortcut(letter)


def test_a_key_switches_the_view_and_back(browser: Chromium | Firefox, open_page: Open) -> None:
    card = open_page(browser, "plain-article")
    press(browser, card.tab, "F")  # No card is there to hear it.
    open_digest(card)
    for view in ("full", "simplified", "full"):
        press(browser, card.tab, "F")
        card.wait_for(f"host.dataset.view === '{view}'")
        assert card.shows(FIRST) == (view == "full")


def test_a_button_of_the_settings_leads_to_the_page_that_changes_the_keys(
    browser: Chromium | Firefox, settings: Settings
) -> None:
    page = Card(settings.tab)
    page.ask("document.querySelector('#change-shortcuts').focus()")
    page.tab.press_enter()
    browser.wait_for_tab(SHORTCUT_PAGES[browser.name]).close()


def test_a_key_opens_and_closes(browser: Chromium | Firefox, open_page: Open) -> None:
    card = open_page(browser, "plain-article")
    press(browser, card.tab, "S")
    card.wait_for_digest()
    assert not card.shows(FIRST)
    press(browser, card.tab, "S")
    card.wait(None)
    assert card.shows(FIRST)
