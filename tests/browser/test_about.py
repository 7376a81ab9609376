"""What the card says of the article: where it is from, its parts, and which one comes next."""

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.site import Site, Story, squeeze
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

SLUG = "sectioned-feature"
NEXT = "Next: Harrowick gives the harbour a second dredger"
SHOWN = "(part) => part.checkVisibility() ? part.innerText.trim() : ''"


def test_a_feature_has_its_site_its_parts_and_the_next_story(
    browser: Browser, open_page: Open, site: Site
) -> None:
    card = open_digest(open_page(browser, SLUG))
    about = card.ask(f"({SHOWN})(root.querySelector('.about'))")
    assert squeeze(about) == "The Harrowick Ledger · March 7, 2026 · 1 min read"
    assert card.ask("root.querySelector('time').dateTime") == "2026-03-07T12:00:00.000Z"
    assert card.ask("root.querySelector('.note')") is None, "it is taken for an opening"
    expect_a_line_for_each_part(card, site.stories[SLUG])

    line = card.ask("root.querySelector('.sections button.line').textContent")
    card.click(".sections button.line")
    card.wait_for("host.dataset.view === 'full'")
    assert is_drawn_from(line, card.marked)

    card.press("button.toggle")
    assert card.ask(f"({SHOWN})(root.querySelector('a.next'))") == NEXT
    card.click("a.next")
    card.wait(None)
    card.wait_for("document.readyState === 'complete' && location.pathname === '/plain-article'")


def expect_a_line_for_each_part(card: Card, story: Story) -> None:
    """Read the line of each part, under the part's own sub-heading."""
    heads = card.ask(f"[...root.querySelectorAll('.sections h3')].map({SHOWN})")
    lines = card.ask(f"[...root.querySelectorAll('.sections button.line')].map({SHOWN})")
    assert heads == list(story.sections)
    assert len(lines) == len(heads)
    parts = [story.body[start : start + 3] for start in (2, 5, 8)]
    for line, paragraphs in zip(lines, parts, strict=True):
        assert any(is_drawn_from(line, text) for text in paragraphs)
        assert line not in card.points


def test_an_article_of_one_part_has_no_lines(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "newsletter-middle"))
    assert card.ask("root.querySelector('.sections')") is None


def test_a_story_without_a_next_one_has_no_link(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    assert card.ask("root.querySelector('a.next')") is None


def test_a_digest_of_an_opening_says_so(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "paywall-stub"))
    assert "This page shows only the opening" in card.ask(f"({SHOWN})(root.querySelector('.note'))")
