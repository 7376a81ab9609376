"""A click on a news page of another host gives three points of that page's own article."""

import json

import pytest

from server.digest.choices import Style
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import ANSWER_SECONDS, Card, open_digest
from tests.support.browser.options import OUTCOME
from tests.support.browser.site import TRUE, Site, Story, load_stories, squeeze
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

POINTS = 3  # What `short`, the default length, promises.
ARTICLES = [slug for slug, story in load_stories().items() if story.body]
EDGES = """
  const box = (node) => node.getBoundingClientRect();
  const card = box(host), headline = box(document.querySelector("h1"));
"""


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize("slug", ARTICLES)
def test_each_article_gets_its_own_points_in_each_style_below_its_headline(
    browser: Browser, open_page: Open, site: Site, slug: str
) -> None:
    card = open_digest(open_page(browser, slug))
    story = site.stories[slug]
    assert card.ask('root.querySelector("h1, h2, h3").textContent.trim()') == "In short"
    expect_points(card, story, "brief")
    expect_place(card, story)
    card.press("button.options")
    styles: tuple[Style, ...] = ("exact", "plain")
    for style in styles:
        card.click(f"input[value={style}]")
        card.wait_for(f"{OUTCOME} === '{POINTS} points'", ANSWER_SECONDS)
        expect_points(card, story, style)
        card.ask("void (root.querySelector('.outcome').textContent = '')")


def expect_points(card: Card, story: Story, style: Style) -> None:
    points = card.points
    assert len(points) == len(set(points)) == POINTS, style
    for point in points:
        assert TRUE[style](story, point), f"{style}, but not what the article says: {point}"
        if style == "exact":
            assert not [text for text in story.never if text in point]


def expect_place(card: Card, story: Story) -> None:
    """Read where the card is, in both views: between the headline and the first paragraph."""
    if story.slug != "live-blog":
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
