"""The first page after an installation."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser
from tests.support.browser.card import Card
from tests.support.browser.chromium import Chromium
from tests.support.browser.colors import in_scheme
from tests.support.browser.firefox import Firefox
from tests.support.browser.site import Site

# The pictures that README and the stores show have the points of the shipped model.
pytestmark = pytest.mark.trained

FIRST = "The town council of Harrowick voted on Monday"
# What sticks out of the window, or out of its own box.
STRAYS = """[...document.body.querySelectorAll("*")].filter((part) => {
  const { left, right, width } = part.getBoundingClientRect();
  return part.checkVisibility() && width > 1 && (left < 0 || right > innerWidth);
}).map((part) => part.outerHTML.slice(0, 60))"""
TRY = "document.querySelector('#try')"


def press_try(page: Card) -> None:
    page.ask(f"({TRY}.focus(), true)")
    page.tab.press_enter()


@pytest.mark.parametrize("name", ["chromium", "firefox"])
def test_an_installation_opens_it(
    playwright: Playwright, extension: Path, tmp_path: Path, site: Site, name: str
) -> None:
    # A browser of the test's own: in one that is shared, another test may have closed that tab.
    with (
        Chromium.launch(playwright, extension, tmp_path, site.port)
        if name == "chromium"
        else closing(Firefox(extension, tmp_path, site.port))
    ) as browser:
        tab = browser.wait_for_tab(browser.welcome_url)
        assert tab.evaluate("document.querySelectorAll('.steps li').length") == 3


@pytest.mark.usefixtures("backend")
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_its_article_is_put_in_short_and_comes_back(
    browser: Browser, take_shot: Callable[[Card, str], None], is_dark: bool
) -> None:
    with closing(browser.open(browser.welcome_url)) as tab:
        page = Card(tab)
        with in_scheme(page, is_dark):
            page.wait_for("document.querySelector('#paired').textContent.includes('is paired')")
            take_shot(page, f"{browser.name}-welcome-{'dark' if is_dark else 'light'}")
            assert page.shows(FIRST)
            press_try(page)
            page.wait_for_digest()
            take_shot(page, f"{browser.name}-sample-{'dark' if is_dark else 'light'}")
            assert len(page.points) == 3
            assert not page.shows(FIRST)
            assert page.shows("The story is made up")
            press_try(page)
            page.wait(None)
            assert page.shows(FIRST)


def test_without_the_server_its_article_shows_the_real_failure(
    browser: Browser, backend: Backend
) -> None:
    backend.stop()
    with closing(browser.open(browser.welcome_url)) as tab:
        page = Card(tab)
        press_try(page)
        page.wait("error")
        assert page.error == "server_down"
        assert page.shows(FIRST)


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 1), (640, 2)])
def test_nothing_stands_outside_a_narrow_window(browser: Browser, width: int, zoom: int) -> None:
    for url in (browser.welcome_url, browser.settings_url):
        with closing(browser.open(url)) as tab:
            tab.resize(width, 1600, zoom)
            Card(tab).wait_for(f"innerWidth === {width // zoom}")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width // zoom
            assert tab.evaluate(STRAYS) == []
