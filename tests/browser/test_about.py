"""What the card says of the article: where it is from, its parts, and which one comes next."""

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import open_digest
from tests.support.browser.site import Site, squeeze
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

SLUG = "sectioned-feature"
SHOWN = "(part) => part.checkVisibility() ? part.innerText.trim() : ''"


def test_the_head_names_site_date_and_reading_time(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, SLUG))
    line = card.ask(f"({SHOWN})(root.querySelector('.about'))")
    assert squeeze(line) == "The Harrowick Ledger · March 7, 2026 · 1 min read"
    assert card.ask("root.querySelector('time').dateTime") == "2026-03-07T12:00:00.000Z"


def test_each_part_has_a_line_of_its_own_under_its_own_sub_heading(
    browser: Browser, open_page: Open, site: Site
) -> None:
    card = open_digest(open_page(browser, SLUG))
    story = site.stories[SLUG]
    heads = card.ask(f"[...root.querySelectorAll('.sections h3')].map({SHOWN})")
    lines = card.ask(f"[...root.querySelectorAll('.sections button.line')].map({SHOWN})")
    assert heads == list(story.sections)
    assert len(lines) == len(heads)
    parts = [story.body[start : start + 3] for start in (2, 5, 8)]
    for line, paragraphs in zip(lines, parts, strict=True):
        assert any(is_drawn_from(line, text) for text in paragraphs)
        assert line not in card.points


def test_a_line_leads_to_its_sentence(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, SLUG))
    line = card.ask("root.querySelector('.sections button.line').textContent")
    card.click(".sections button.line")
    card.wait_for("host.dataset.view === 'full'")
    assert is_drawn_from(line, card.marked)


def test_an_article_of_one_part_has_no_lines(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "newsletter-middle"))
    assert card.ask("root.querySelector('.sections')") is None


def test_the_foot_leads_to_the_next_story_of_the_site(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, SLUG))
    link = "root.querySelector('a.next')"
    text = card.ask(f"({SHOWN})({link})")
    assert text == "Next: Harrowick gives the harbour a second dredger"
    card.click("a.next")
    card.wait(None)
    card.wait_for("document.readyState === 'complete' && location.pathname === '/plain-article'")


def test_a_story_without_a_next_one_has_no_link(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    assert card.ask("root.querySelector('a.next')") is None


def test_a_digest_of_an_opening_says_so(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "paywall-stub"))
    assert "Only the opening is on this page" in card.ask(f"({SHOWN})(root.querySelector('.note'))")


def test_a_whole_article_is_not_taken_for_an_opening(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, SLUG))
    assert card.ask("root.querySelector('.note')") is None
