"""The card in every window, at every size of text, and on pages that read from the right."""

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.pictures import OWN, SEEN
from tests.support.browser.settings import Settings

pytestmark = pytest.mark.usefixtures("backend")

HEIGHT = 900
LEAST_TARGET = 24  # WCAG 2.2, level AA, in CSS pixels.
USUAL_TEXT = 16
TEXT = "parseFloat(getComputedStyle(root.querySelector('.point')).fontSize)"
# What is seen of the card, and what of it sticks out: of the window, of the card, of its own box.
STRAYS = """(() => {
  const card = host.getBoundingClientRect();
  const isOut = (node) => {
    const { left, right, width } = node.getBoundingClientRect();
    const isWide = node.scrollWidth > node.clientWidth + 1 && !node.matches("input, span");
    return width > 0 && (left < 0 || right > innerWidth || left < card.left - 1 ||
      right > card.right + 1 || (isWide && getComputedStyle(node).display !== "inline"));
  };
  const parts = [...root.querySelectorAll("section, section *")];
  return parts.filter((part) => part.checkVisibility() && isOut(part))
    .map((part) => part.outerHTML.slice(0, 60));
})()"""
SMALL_TARGETS = f"""[...root.querySelectorAll("button, label")].filter((part) => {{
  const {{ width, height }} = part.getBoundingClientRect();
  return part.checkVisibility() && Math.min(width, height) < {LEAST_TARGET};
}}).map((part) => part.outerHTML.slice(0, 60))"""


@pytest.mark.parametrize("size", ["smaller", "largest"])
def test_all_of_the_card_fits_in_every_window(
    browser: Browser, settings: Settings, open_page: Open, size: str
) -> None:
    settings.choose(size)
    card = open_page(browser, "plain-article")
    for width in (320, 768, 1280, 2560, 3840):
        card.tab.resize(width, HEIGHT)
        card.wait_for(f"innerWidth === {width}")
        assert list_faults(open_digest(card)) == [], f"in a window of {width} pixels"
        card.tab.click_toolbar()
        card.wait(None)


def test_the_page_can_be_twice_as_large(browser: Browser, open_page: Open) -> None:
    card = open_page(browser, "plain-article")
    card.tab.resize(1280, 1024, zoom=2)
    card.wait_for("innerWidth === 640")
    assert list_faults(open_digest(card)) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_readers_text_can_be_twice_as_large(
    browser: Browser, open_page: Open, width: int
) -> None:
    usual = open_digest(open_page(browser, "plain-article")).ask(TEXT)
    card = open_page(browser, "plain-article")
    card.tab.resize(width, HEIGHT)
    card.tab.set_text_size(2 * USUAL_TEXT)
    try:
        assert open_digest(card).ask(TEXT) == 2 * usual
        assert list_faults(card) == []
    finally:
        card.tab.set_text_size(USUAL_TEXT)


def test_a_page_that_counts_in_tenths_does_not_shrink_the_card(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    usual = card.ask(TEXT)
    card.ask("void (document.documentElement.style.fontSize = '62.5%')")
    assert card.ask(TEXT) == usual


@pytest.mark.usefixtures("forgotten")
def test_each_text_size_is_larger_than_the_one_before(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.options")
    sizes = []
    for size in ("smaller", "usual", "larger", "largest"):
        if size != "usual":
            card.press_choice(size)
        else:
            card.click("input[value=usual]")
        card.wait_for(f"host.dataset.size === '{size}'")
        sizes.append(card.ask(TEXT))
    assert sizes == sorted(set(sizes))
    assert sizes[0] >= 14


def test_a_page_that_reads_from_the_right_leaves_the_card_as_it_is(
    browser: Browser, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    card.ask("void (document.documentElement.dir = 'rtl')")
    open_digest(card)
    card.press("button.options")
    assert card.ask("getComputedStyle(root.querySelector('section')).direction") == "ltr"
    assert card.ask("getComputedStyle(root.querySelector('.points')).direction") == "ltr"
    left, right = card.ask("""(({ left, right }) => [left, right])(
      root.querySelector("h2").getBoundingClientRect())""")
    close = card.ask("root.querySelector('.close').getBoundingClientRect().left")
    assert left < right <= close
    assert list_faults(card) == []


@pytest.mark.parametrize("way", ["strict-csp", "right-to-left", "zoom"])
def test_unfolded_points_and_the_way_back_fit_everywhere(
    browser: Browser, open_page: Open, way: str
) -> None:
    card = open_as(
        browser, open_page, way, "strict-csp" if way == "strict-csp" else "plain-article"
    )
    card.press("button.toggle")
    card.press("button.unfold")
    assert card.points
    assert [*card.ask(STRAYS), *card.ask(SMALL_TARGETS)] == []
    ground = "getComputedStyle(root.querySelector('section')).backgroundColor"
    assert card.ask(ground) != "rgba(0, 0, 0, 0)"
    card.press("ol.points button.point")
    card.wait_for("root.activeElement?.matches('button.back')")
    box = "root.querySelector('.back').getBoundingClientRect()"
    assert card.ask(f"{box}.left >= 0 && {box}.right <= innerWidth && {box}.bottom <= innerHeight")
    assert card.ask(f"Math.min({box}.width, {box}.height) >= {LEAST_TARGET}")
    card.click("button.back")
    card.wait_for("root.activeElement?.matches('button.point')")
    card.press("button.unfold")


@pytest.mark.parametrize("way", ["right-to-left", "zoom"])
def test_the_pictures_of_the_article_stay_everywhere(
    browser: Browser, open_page: Open, way: str
) -> None:
    card = open_as(browser, open_page, way, "picture-story")
    assert card.ask(SEEN) == OWN


def open_as(browser: Browser, open_page: Open, way: str, slug: str) -> Card:
    """Open a digest on a page that reads from the right, or is twice as large, or is as it is."""
    card = open_page(browser, slug)
    if way == "right-to-left":
        card.ask("void (document.documentElement.dir = 'rtl')")
    if way == "zoom":
        card.tab.resize(1280, 1024, zoom=2)
        card.wait_for("innerWidth === 640")
    return open_digest(card)


def list_faults(card: Card) -> list[str]:
    """Return what sticks out and what is too small to hit, with each panel open in turn."""
    faults = []
    for opener in ("button.options", "button.copy"):
        card.press(opener)
        faults += [*card.ask(STRAYS), *card.ask(SMALL_TARGETS)]
    return faults
