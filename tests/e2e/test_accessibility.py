"""axe-core finds nothing in what we show; the keyboard reaches it all, and its focus is seen."""

from contextlib import closing, nullcontext

import pytest

from tests.e2e.accessibility import check
from tests.e2e.backend import Backend, listen_silently
from tests.e2e.card import Card
from tests.e2e.conftest import Browser, Open
from tests.e2e.settings import Settings
from tests.e2e.test_digest import open_digest
from tests.e2e.test_looks import in_scheme

HOST = "{ include: ['nutgraf-card'] }"
FOCUSED = "root.activeElement"
OUTLINE = "(({ outlineStyle, outlineWidth }) => [outlineStyle, parseFloat(outlineWidth)])"

schemes = pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])


@schemes
@pytest.mark.parametrize("state", ["working", "points", "options", "full", "error"])
def test_the_card_has_no_violation(
    browser: Browser, backend: Backend, open_page: Open, state: str, is_dark: bool
) -> None:
    card = open_page(browser, "dark-site" if is_dark else "plain-article")
    if state in ("working", "error"):
        backend.stop()
    with in_scheme(card, is_dark), listen_silently() if state == "working" else nullcontext():
        card.tab.click_toolbar()
        card.wait(state if state in ("working", "error") else "points")
        if state not in ("working", "error"):
            card.wait_for_digest()
        if state == "options":
            card.press("button.options")
        if state == "full":
            card.press("button.toggle")
        check(card.tab, HOST)


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
    backend.stop()
    with listen_silently():
        card.tab.click_toolbar()
        card.wait("working")
        assert card.ask("root.querySelector('section').ariaBusy") == "true"
        assert card.ask("root.querySelector('[role=status]').textContent") == "Simplifying…"
