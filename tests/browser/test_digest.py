"""A click on a news page of another host gives three points of that page's own article."""

import json

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import open_digest
from tests.support.browser.settings import Settings
from tests.support.browser.site import Site, load_stories, squeeze
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

POINTS = 3  # What `short`, the default length, promises.
ARTICLES = sorted(slug for slug, story in load_stories().items() if story.body)
EDGES = """
  const box = (node) => node.getBoundingClientRect();
  const card = box(host), headline = box(document.querySelector("h1"));
"""


@pytest.mark.parametrize("slug", ARTICLES)
def test_each_point_has_words_of_the_article_in_their_order(
    browser: Browser, open_page: Open, site: Site, slug: str
) -> None:
    card = open_digest(open_page(browser, slug))
    story, points = site.stories[slug], card.points
    assert len(points) == len(set(points)) == POINTS
    assert card.ask('root.querySelector("h1, h2, h3").textContent.trim()') == "In short"
    for point in points:
        assert story.has_words_of(point), f"not in the article: {point}"


@pytest.mark.parametrize("slug", ARTICLES)
def test_each_exact_point_stands_word_for_word_in_the_article(
    browser: Browser, settings: Settings, open_page: Open, site: Site, slug: str
) -> None:
    settings.choose("exact")
    story, points = site.stories[slug], open_digest(open_page(browser, slug)).points
    assert len(points) == len(set(points)) == POINTS
    for point in points:
        assert story.says(point), f"not in the article: {point}"
        assert not [text for text in story.never if text in point]


@pytest.mark.parametrize("slug", ARTICLES)
def test_each_plain_point_is_true_to_a_sentence_of_the_article(
    browser: Browser, settings: Settings, open_page: Open, site: Site, slug: str
) -> None:
    settings.choose("plain")
    points = open_digest(open_page(browser, slug)).points
    assert len(points) == len(set(points)) == POINTS
    for point in points:
        assert site.stories[slug].grounds(point), f"true to no sentence: {point}"


@pytest.mark.parametrize("slug", ARTICLES)
def test_the_card_stands_between_headline_and_first_paragraph(
    browser: Browser, open_page: Open, site: Site, slug: str
) -> None:
    card = open_digest(open_page(browser, slug))
    story = site.stories[slug]
    if slug != "live-blog":
        first = json.dumps(squeeze(story.body[0])[:40])
        assert card.ask(
            f"host.compareDocumentPosition(find({first})) & Node.DOCUMENT_POSITION_FOLLOWING"
        ), "the card comes after the first paragraph in reading order"
    for view in ("simplified", "full"):
        assert card.view == view
        assert card.ask('isShown(document.querySelector("h1"))'), f"no headline in the {view} view"
        gap = card.ask(f"(() => {{ {EDGES} return card.top - headline.bottom; }})()")
        assert gap >= -1, f"the card lies {-gap} px over the headline in the {view} view"
        width = card.ask("host.getBoundingClientRect().width")
        assert width >= 280, f"the card is squeezed to {width} px in the {view} view"
        card.press("button.toggle")


def test_the_article_is_hidden_behind_the_card_and_shown_again(
    browser: Browser, open_page: Open, site: Site
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    body = [squeeze(text)[:40] for text in site.stories["plain-article"].body]
    assert [text for text in body if card.shows(text)] == []
    assert card.ask('document.querySelectorAll("[data-nutgraf-hidden]").length') > 0
    card.press("button.toggle")
    assert [text for text in body if not card.shows(text)] == []


def test_a_site_that_swaps_its_story_gets_a_digest_of_the_new_one(
    browser: Browser, open_page: Open, site: Site
) -> None:
    card = open_digest(open_page(browser, "spa"))
    card.ask('document.querySelector("#next").click()')
    assert not card.is_open, "the site took its old story away, and the card with it"
    open_digest(card)
    following = " ".join(site.stories["spa"].following)
    assert [point for point in card.points if not is_drawn_from(point, following)] == []


def test_a_card_on_a_narrow_screen_does_not_overflow(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "serif-narrow"))
    overflow = "root.querySelector('ol.points').scrollWidth - host.clientWidth"
    assert card.ask("host.getBoundingClientRect().width") <= 320
    assert card.ask(overflow) <= 0
