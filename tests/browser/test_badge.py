"""The toolbar button says how things stand in its tab: ready, working, server off, unreadable."""

import pytest

from tests.support.browser.backend import Backend
from tests.support.browser.badge import FRONT_PAGE, NO_ENTRY, OFF, READY, WORKING, expect_badge
from tests.support.browser.browsers import Open
from tests.support.browser.card import open_digest
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox

# The browsers' own pages, which keep extensions out.
OWN_PAGES = {"chromium": "chrome://version/", "firefox": "about:support"}


def test_the_button_works_and_is_ready_again(
    browser: Chromium | Firefox, backend: Backend, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    expect_badge(browser, READY)
    with backend.sleep():
        card.tab.click_toolbar()
        expect_badge(browser, WORKING)
        card.tab.click_toolbar()
        expect_badge(browser, READY)
    open_digest(card)
    expect_badge(browser, READY)


def test_the_button_says_that_the_server_is_off_until_it_is_back(
    browser: Chromium | Firefox, backend: Backend, open_page: Open
) -> None:
    backend.stop()
    card = open_page(browser, "plain-article")
    card.tab.click_toolbar()
    expect_badge(browser, OFF)
    backend.start()
    card.click("button.retry")
    card.wait_for_digest()
    expect_badge(browser, READY)


@pytest.mark.usefixtures("backend")
def test_the_button_says_which_page_has_no_article_and_forgets_it_with_the_page(
    browser: Chromium | Firefox, open_page: Open
) -> None:
    other = open_page(browser, "plain-article")
    card = open_page(browser, "home-page")
    card.tab.click_toolbar()
    expect_badge(browser, FRONT_PAGE)
    open_digest(other)
    expect_badge(browser, READY)
    card.tab.click_toolbar()  # It brings its own tab to the front, and closes the card.
    expect_badge(browser, READY)
    card.tab.click_toolbar()
    expect_badge(browser, FRONT_PAGE)
    card.tab.evaluate("void location.reload()")
    expect_badge(browser, READY)


def test_the_button_says_where_extensions_are_kept_out(browser: Chromium | Firefox) -> None:
    tab = browser.open(OWN_PAGES[browser.name])
    try:
        tab.click_toolbar()
        expect_badge(browser, NO_ENTRY)
    finally:
        tab.close()
