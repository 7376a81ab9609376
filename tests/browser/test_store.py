"""The pictures for the stores: made from the real thing, and as large as the stores ask."""

import os
import struct
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.browser.backend import REPOSITORY
from tests.support.browser.browsers import Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.chromium import Chromium, ChromiumTab
from tests.support.browser.colors import in_scheme

# The pictures that README and the stores show have the points of the shipped model.
pytestmark = pytest.mark.trained

SIZE = (1280, 800)
MOST_BYTES = 250_000
FOLDER = REPOSITORY / "docs" / "store"
STORY = "sectioned-feature"
NAMES = ("1-in-short", "2-in-the-dark", "3-its-sentence", "4-options", "5-settings")


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_is_as_the_stores_ask_and_named_in_the_listing(name: str) -> None:
    picture = (FOLDER / f"{name}.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == SIZE
    assert len(picture) < MOST_BYTES
    assert f"{name}.png" in (FOLDER / "listing.md").read_text()


@pytest.mark.usefixtures("backend")
def test_the_pictures_can_be_made_anew(
    chromium_browser: Chromium, open_page: Open, tmp_path: Path
) -> None:
    folder = Path(os.environ.get("NUTGRAF_STORE", tmp_path))
    card = widen(open_page(chromium_browser, STORY))
    shoot(open_digest(card), folder / f"{NAMES[0]}.png")
    card.click("button.options")
    card.ask("void host.scrollIntoView({ block: 'start', behavior: 'instant' })")
    shoot(card, folder / f"{NAMES[3]}.png")
    card.tab.press_keys("Escape")
    card.click("button.point", 1)
    card.wait_for("CSS.highlights.get('nutgraf')?.size > 0")
    shoot(card, folder / f"{NAMES[2]}.png")

    dark = widen(open_page(chromium_browser, STORY))
    open_digest(dark).press("button.options")
    dark.click("input[value=dark]")
    dark.wait_for("host.dataset.theme === 'dark'")
    dark.tab.press_keys("Escape")
    # Where the first one stands, and without a mark of what was pressed last.
    dark.ask("void root.activeElement.blur()")
    dark.ask("void scrollTo({ top: 72, behavior: 'instant' })")
    dark.tab.click_at(1200, 20)
    shoot(dark, folder / f"{NAMES[1]}.png")

    with closing(chromium_browser.open(chromium_browser.settings_url)) as tab:
        tab.evaluate("chrome.storage.local.remove('theme').then(() => location.reload())")
        page = widen(Card(tab))
        page.wait_for("document.querySelector('input[value=page]')?.checked")
        with in_scheme(page, is_dark=False):
            page.wait_for("document.querySelector('#state').dataset.state === 'paired'")
            shoot(page, folder / f"{NAMES[4]}.png")


def widen(page: Card) -> Card:
    """Give a page the size of the pictures; `resize` leaves the size of Playwright's as it is."""
    assert isinstance(page.tab, ChromiumTab)
    page.tab.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
    return page


def shoot(page: Card, path: Path) -> None:
    """Write what the viewport shows, once nothing in it moves any more."""
    page.tab.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    page.tab.screenshot(path)
    assert struct.unpack(">II", path.read_bytes()[16:24]) == SIZE
