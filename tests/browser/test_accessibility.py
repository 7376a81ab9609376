"""axe-core finds nothing in what we show; the keyboard reaches it all, and its focus is seen."""

from contextlib import closing

import pytest

from tests.support.browser.accessibility import check
from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.colors import in_scheme
from tests.support.browser.settings import Settings

HOST = "{ include: ['nutgraf-card'] }"
FOCUSED = "root.activeElement"
OUTLINE = "(({ outlineStyle, outlineWidth }) => [outlineStyle, parseFloat(outlineWidth)])"

# What is pressed to come to each state, from the one before it.
STATES = {
    "points": [],
    "options": ["button.options"],
    "copy": ["button.copy"],
    "full": ["button.toggle"],
    "unfolded": ["button.unfold"],
    "back": ["button.unfold", "button.toggle", "button.point"],
}

schemes = pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])


@schemes
def test_the_card_has_no_violation_in_any_state(
    browser: Browser, backend: Backend, open_page: Open, is_dark: bool
) -> None:
    card = open_page(browser, "dark-site" if is_dark else "plain-article")
    with in_scheme(card, is_dark):
        with backend.sleep():
            card.tab.click_toolbar()
            card.wait("working")
            check(card.tab, HOST, "working")
        card.wait_for_digest()
        for state, openers in STATES.items():
            for opener in openers:
                card.press(opener)
            check(card.tab, HOST, state)
        card.tab.click_toolbar()
        card.wait(None)
        backend.stop()
        card.tab.click_toolbar()
        card.wait("error")
        check(card.tab, HOST, "error")


@schemes
@pytest.mark.usefixtures("backend")
def test_the_lines_of_the_parts_have_no_violation(
    browser: Browser, settings: Settings, open_page: Open, is_dark: bool
) -> None:
    theme = "dark" if is_dark else "light"
    settings.choose(theme)
    card = open_digest(open_page(browser, "sectioned-feature"))
    assert card.ask("host.dataset.theme") == theme
    assert card.ask("root.querySelector('.sections .line').checkVisibility()")
    check(card.tab, HOST)


def test_the_focus_goes_from_the_try_again_button_to_the_heading_of_the_points(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    card.ask("document.querySelector('nav a').focus({ preventScroll: true })")
    backend.stop()
    card.tab.click_toolbar()
    card.wait("error")
    backend.start()
    card.press("button.retry")
    card.wait_for_digest()
    assert card.ask(f"{FOCUSED}.matches('h2')")
    card.press("button.close")
    card.wait(None)
    assert card.ask("document.activeElement.matches('nav a')")


@schemes
def test_the_settings_have_no_violation(settings: Settings, is_dark: bool) -> None:
    with in_scheme(Card(settings.tab), is_dark):
        check(settings.tab)


@schemes
def test_the_welcome_has_no_violation(browser: Browser, is_dark: bool) -> None:
    with closing(browser.open(browser.welcome_url)) as tab, in_scheme(Card(tab), is_dark):
        check(tab)


@pytest.mark.usefixtures("backend")
def test_the_keyboard_goes_through_the_card_in_order_and_is_seen(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.ask("(root.querySelector('h2').focus(), true)")
    wanted = card.ask(
        "[...root.querySelectorAll('button')].filter((part) => part.checkVisibility())"
        ".map((part) => part.textContent)"
    )
    seen = []
    for _ in wanted:
        card.tab.press_keys("Tab")
        seen.append(card.ask(f"{FOCUSED}?.textContent"))
        style, width = card.ask(f"{OUTLINE}(getComputedStyle({FOCUSED}))")
        assert style == "solid"
        assert width >= 2
    assert seen == wanted


def test_a_card_that_waits_says_so_to_a_screen_reader(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    with backend.sleep():
        card.tab.click_toolbar()
        card.wait("working")
        assert card.ask("root.querySelector('section').ariaBusy") == "true"
        assert card.ask("root.querySelector('[role=status]').textContent") == "Simplifying…"
