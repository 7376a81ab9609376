"""The settings page: what is chosen there is what the next card shows."""

from contextlib import closing

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import open_digest
from tests.support.browser.settings import Settings
from tests.support.browser.site import squeeze
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

DEFAULTS = {"style": "brief", "length": "short", "theme": "page", "size": "usual"}


def test_a_new_reader_gets_short_and_brief(settings: Settings) -> None:
    assert settings.chosen == DEFAULTS
    assert settings.status == ""


def test_the_page_says_each_choice_and_has_it_when_it_is_opened_anew(
    browser: Browser, settings: Settings
) -> None:
    for choice in ("exact", "long", "brief", "exact", "dark", "medium", "largest"):
        settings.choose(choice)
    with closing(browser.open(browser.settings_url)) as tab:
        chosen = {"style": "exact", "length": "medium", "theme": "dark", "size": "largest"}
        assert Settings(tab).chosen == chosen


@pytest.mark.trained
@pytest.mark.parametrize("slug", ["plain-article", "emoji-text"])
def test_exact_points_are_sentences_and_brief_ones_are_words_of_the_same(
    browser: Browser, settings: Settings, open_page: Open, slug: str
) -> None:
    settings.choose("exact")
    card = open_digest(open_page(browser, slug))
    exact = card.points
    for index, point in enumerate(exact):
        card.click("ol.points button.point", index)
        card.wait_for('CSS.highlights.get("nutgraf")?.size > 0')
        assert card.marked == squeeze(point)
        card.press("button.toggle")
    settings.choose("brief")
    brief = open_digest(open_page(browser, slug)).points
    assert len(brief) == len(exact) == 3
    assert all(map(is_drawn_from, brief, exact))


@pytest.mark.trained
def test_brief_leaves_words_out(browser: Browser, settings: Settings, open_page: Open) -> None:
    settings.choose("long")
    brief = open_digest(open_page(browser, "plain-article")).points
    settings.choose("exact")
    exact = open_digest(open_page(browser, "plain-article")).points
    assert len(brief) == len(exact) == 7
    assert len(" ".join(brief)) < len(" ".join(exact))


@pytest.mark.parametrize(("length", "count"), [("medium", 5), ("long", 7)])
def test_length_is_a_number_of_points(
    browser: Browser, settings: Settings, open_page: Open, length: str, count: int
) -> None:
    settings.choose(length)
    assert len(open_digest(open_page(browser, "plain-article")).points) == count


def test_the_card_leads_to_the_settings(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.options")
    card.press("button.settings")
    with closing(browser.wait_for_tab(browser.settings_url)) as tab:
        assert Settings(tab).chosen["style"] == "brief"
