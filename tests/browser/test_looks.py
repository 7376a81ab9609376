"""Both colour schemes, in each state: readable, and pictured for a person to look at."""

from collections.abc import Callable

import pytest

from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.colors import COLORS, ENOUGH_CONTRAST, WORST_CONTRAST, in_scheme
from tests.support.browser.settings import Settings

# The pictures that README and the stores show have the points of the shipped model.
pytestmark = pytest.mark.trained

LIGHTNESS = "light(ground(root.querySelector('button.point')))"


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_every_state_is_readable(
    browser: Browser,
    backend: Backend,
    open_page: Open,
    take_shot: Callable[[Card, str], None],
    is_dark: bool,
) -> None:
    def expect_contrast(card: Card, state: str) -> None:
        assert card.ask(WORST_CONTRAST) >= ENOUGH_CONTRAST, state

    card = open_page(browser, "dark-site" if is_dark else "plain-article")
    with in_scheme(card, is_dark):
        with backend.sleep():
            card.tab.click_toolbar()
            card.wait("working")
            expect_contrast(card, "working")
        card.wait_for_digest()
        expect_contrast(card, "simplified")
        take_shot(card, f"{browser.name}-simplified-{'dark' if is_dark else 'light'}")
        card.press("button.toggle")
        expect_contrast(card, "full")
        card.tab.click_toolbar()
        card.wait(None)
        backend.stop()
        card.tab.click_toolbar()
        card.wait("error")
        expect_contrast(card, "server_down")
    card = open_page(browser, "home-page")
    with in_scheme(card, is_dark):
        card.tab.click_toolbar()
        card.wait("error")
        expect_contrast(card, "front-page")


@pytest.mark.usefixtures("backend")
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_the_card_is_as_dark_as_its_page_whatever_the_reader_prefers(
    browser: Browser, open_page: Open, is_dark: bool
) -> None:
    card = open_page(browser, "dark-site" if is_dark else "plain-article")
    with in_scheme(card, not is_dark):
        lightness = open_digest(card).ask(f"(() => {{ {COLORS} return {LIGHTNESS}; }})()")
    assert (lightness < 0.5) == is_dark


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_the_settings_are_as_dark_as_the_reader_prefers_and_readable(
    browser: Browser,
    settings: Settings,
    take_shot: Callable[[Card, str], None],
    is_dark: bool,
) -> None:
    page = Card(settings.tab)
    with in_scheme(page, is_dark):
        settings.choose("exact")
        # Firefox tells an open page of the scheme when it draws it next.
        sign = "<" if is_dark else ">="
        page.wait_for(f"(() => {{ {COLORS} return light(ground(document.body)) {sign} 0.5; }})()")
        assert page.ask(WORST_CONTRAST) >= ENOUGH_CONTRAST
        take_shot(page, f"{browser.name}-settings-{'dark' if is_dark else 'light'}")
