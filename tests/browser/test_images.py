"""The article's own pictures stay while its text is hidden; nothing else does."""

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import open_digest
from tests.support.browser.pictures import OWN, SEEN

pytestmark = pytest.mark.usefixtures("backend")

SLUG = "picture-story"
DOM = "document.documentElement.outerHTML"
TEXTS = """[...document.querySelectorAll("article p, article h2, article figcaption, article li")]
  .filter((part) => part.checkVisibility()).map((part) => squeeze(part.textContent))"""


def test_only_the_pictures_of_the_article_stay(browser: Browser, open_page: Open) -> None:
    card = open_page(browser, SLUG)
    before, shown = card.ask(DOM), card.ask(SEEN)
    assert "hidden" not in shown
    assert {"face", "teaser", "promo", *OWN} <= set(shown)
    open_digest(card)
    assert card.ask(SEEN) == OWN
    assert card.ask(TEXTS) == ["The old quay, drawn from the sea."]
    card.press("button.toggle")
    assert card.ask(SEEN) == shown
    card.press("button.toggle")
    assert card.ask(SEEN) == OWN
    card.press("button.close")
    card.wait(None)
    assert card.ask(DOM) == before


def test_a_picture_that_has_not_come_yet_comes(browser: Browser, open_page: Open) -> None:
    card = open_page(browser, "late-pictures")
    widths = "[...document.images].map((picture) => picture.getBoundingClientRect().width)"
    assert max(card.ask(widths)[:2]) < 200
    open_digest(card)
    card.ask("void document.querySelector('[data-picture=near]').scrollIntoView()")
    card.wait_for("document.images[0].width === 600 && document.images[1].width === 600")
    card.wait_for(f"squeeze({SEEN}.join(' ')) === 'near scripted'")
    card.wait_for("getComputedStyle(document.images[1]).opacity === '1'")
    assert card.ask(TEXTS) == ["The wheel, from below."]
    card.press("button.toggle")
    assert card.ask("document.querySelector('[data-nutgraf-hidden]')") is None
    assert card.ask("[...document.images].every((picture) => picture.checkVisibility())")


def test_paper_has_the_points_and_the_pictures(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, SLUG))
    card.tab.set_print(True)
    try:
        card.wait_for("matchMedia('print').matches")
        assert card.ask(SEEN) == OWN
        shown = "[...root.querySelectorAll('button')].filter((part) => part.checkVisibility())"
        assert card.ask(f"{shown}.every((part) => part.matches('.point'))")
    finally:
        card.tab.set_print(False)
