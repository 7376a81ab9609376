"""Above the full article: points unfold and show their sentences, and one finds back from there."""

import pytest

from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import ANSWER_SECONDS, open_digest
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

SECOND = 'root.querySelectorAll("ol.points button.point")[1]'
# Pages on which a fixed button is easily lost or undressed: a policy, and a box that scrolls.
PAGES = ("plain-article", "strict-csp", "flex-two-column")


@pytest.mark.parametrize("slug", PAGES)
def test_back_leads_from_a_sentence_to_its_point(
    browser: Browser, open_page: Open, slug: str
) -> None:
    card = open_digest(open_page(browser, slug))
    card.ask(f"void {SECOND}.focus({{ preventScroll: true }})")
    before = card.ask("scrollY")
    card.tab.press_enter()
    card.wait_for('root.activeElement?.matches("button.back")')
    assert card.view == "full"
    box = "root.querySelector('button.back').getBoundingClientRect()"
    assert card.ask(f"{box}.height >= 24 && {box}.bottom <= innerHeight && {box}.left >= 0")
    card.click("button.back")
    card.wait_for(f"root.activeElement === {SECOND}")
    assert card.view == "simplified"
    assert abs(card.ask("scrollY") - before) <= 1
    assert card.marked == ""
    assert card.ask("root.querySelector('button.back')") is None


def test_back_finds_the_point_that_has_moved(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.toggle")
    card.press("button.unfold")
    top = f"{SECOND}.getBoundingClientRect().top"
    before = card.ask(top)
    card.press("ol.points li:nth-child(2) button.point")
    card.wait_for('root.activeElement?.matches("button.back")')
    # A late banner of the site, above all that is read.
    banner = "Object.assign(document.createElement('div'), { style: 'height: 300px' })"
    card.ask(f"void document.body.prepend({banner})")
    card.click("button.back")
    card.wait_for(f"root.activeElement === {SECOND}")
    assert abs(card.ask(top) - before) <= 1
    card.press("button.unfold")


@pytest.mark.usefixtures("forgotten")
@pytest.mark.trained
def test_back_leads_to_the_card_where_the_point_has_given_way_to_others(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.options")
    old = card.points
    with backend.sleep():
        card.press_choice("exact")
        card.press("ol.points li:nth-child(2) button.point")
        card.wait_for('root.activeElement?.matches("button.back")')
    card.wait_for("root.querySelector('section').ariaBusy === 'false'", ANSWER_SECONDS)
    card.click("button.back")
    card.wait_for("root.activeElement?.matches('h2')")
    assert card.view == "simplified"
    assert card.points != old
    box = "root.activeElement.getBoundingClientRect()"
    assert card.ask(f"{box}.top >= 0 && {box}.bottom <= innerHeight")


def test_points_unfold_above_the_article_and_show_their_sentences(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    points = card.points
    card.press("button.toggle")
    assert card.points == []
    card.press("button.unfold")
    assert card.view == "full"
    assert card.points == points
    assert card.ask('root.activeElement.matches("button.unfold[aria-expanded=true]")')
    card.ask(f"void {SECOND}.focus({{ preventScroll: true }})")
    card.wait_for('CSS.highlights.get("nutgraf")?.size > 0')
    assert is_drawn_from(points[1], card.marked)
    card.ask(f"void {SECOND}.blur()")
    card.wait_for('!CSS.highlights.get("nutgraf")')
    before = card.ask("scrollY")
    card.press("ol.points li:nth-child(2) button.point")
    card.wait_for('root.activeElement?.matches("button.back")')
    assert is_drawn_from(points[1], card.marked)
    assert card.ask("scrollY") != before
    card.tab.press_enter()
    card.wait_for(f"root.activeElement === {SECOND}")
    assert abs(card.ask("scrollY") - before) <= 1
    card.press("button.unfold")
    assert card.points == []


def test_what_is_unfolded_stays_so_on_the_next_page(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.toggle")
    card.press("button.unfold")
    other = open_digest(open_page(browser, "div-body"))
    other.press("button.toggle")
    assert other.points
    other.press("button.unfold")


def test_paper_has_the_full_article_without_the_card(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.toggle")
    card.tab.set_print(True)
    try:
        card.wait_for("matchMedia('print').matches")
        assert card.ask("getComputedStyle(root.querySelector('section')).display") == "none"
        assert card.shows("The crossing to Pell Sound")
    finally:
        card.tab.set_print(False)
