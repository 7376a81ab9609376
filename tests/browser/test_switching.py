"""Length and wording change in place: the page stays where the reader has it."""

import pytest

from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import open_digest
from tests.support.browser.options import OUTCOME, open_options
from tests.support.browser.settings import Settings

pytestmark = pytest.mark.usefixtures("backend", "forgotten")

# What a reader has before them: the page, the control under their finger, and the first point.
PLACES = """[
  scrollY,
  root.querySelector(".length").getBoundingClientRect().top,
  root.querySelector(".point").getBoundingClientRect().top,
]"""
BAR = "root.querySelector('.tools progress')"
CHECKED = "[...root.querySelectorAll('input:checked')].map(({ value }) => value)"


@pytest.mark.trained
@pytest.mark.parametrize("width", [320, 1000])
def test_nothing_moves_while_the_wording_changes(
    browser: Browser, open_page: Open, width: int
) -> None:
    card = open_page(browser, "plain-article")
    card.tab.resize(width, 900)
    open_options(card)
    before = card.ask(PLACES)
    assert before[0] > 0
    for choice in ("long", "short", "medium", "exact", "brief", "exact", "plain"):
        old = card.points
        card.press_choice(choice)
        card.wait_for_digest()
        card.wait_for(f"!{BAR}.checkVisibility()")
        assert card.points != old, choice
        assert card.ask(OUTCOME) == f"{len(card.points)} points"
        assert card.ask(PLACES) == pytest.approx(before, abs=1), choice
    assert card.points


def test_a_card_that_outgrows_the_window_does_not_move_it(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.options")
    before = card.ask(PLACES)
    card.press_choice("long")
    card.wait_for(f"{OUTCOME} === '7 points'")
    assert card.ask("host.getBoundingClientRect().bottom > innerHeight")
    assert card.ask(PLACES) == pytest.approx(before, abs=1)


def test_the_old_points_stay_until_the_new_ones_are_all_there(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_options(open_page(browser, "plain-article"))
    old, before = card.points, card.ask(PLACES)
    with backend.sleep():
        card.press_choice("long")
        card.wait_for(f"{BAR}.checkVisibility()")
        assert card.ask(OUTCOME) == "Simplifying…"
        assert card.points == old
        assert card.ask("root.querySelector('section').ariaBusy") == "true"
        assert card.ask(PLACES) == pytest.approx(before, abs=1)
    card.wait_for_digest()
    assert len(card.points) == 7
    assert card.ask("root.activeElement.value") == "long"


def test_a_failure_leaves_the_points_and_what_they_were_made_with(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_options(open_page(browser, "plain-article"))
    old = card.points
    backend.stop()
    card.press_choice("long")
    card.wait_for(f"{OUTCOME} === 'The Nutgraf server is not running'")
    assert card.state == "points"
    assert card.points == old
    assert card.ask(CHECKED) == ["short", "brief", "page", "usual"]
    backend.start()
    card.press_choice("long")
    card.wait_for(f"{OUTCOME} === '7 points'")


def test_the_last_choice_wins(browser: Browser, open_page: Open) -> None:
    card = open_options(open_page(browser, "plain-article"))
    for choice in ("medium", "long", "exact", "medium"):
        card.press_choice(choice)
    card.wait_for(f"{OUTCOME} === '5 points'")
    assert card.ask(CHECKED) == ["medium", "exact", "page", "usual"]


def test_the_next_article_is_as_the_reader_has_chosen_in_the_last(
    browser: Browser, settings: Settings, open_page: Open
) -> None:
    card = open_options(open_page(browser, "plain-article"))
    card.press_choice("medium")
    card.press_choice("largest")
    card.wait_for(f"{OUTCOME} === '5 points'")
    settings.wait_until_kept("size", "largest")
    card = open_options(open_page(browser, "emoji-text"))
    assert card.ask(CHECKED) == ["medium", "brief", "page", "largest"]
    assert len(card.points) == 5
    assert card.ask("host.dataset.size") == "largest"


def test_one_who_reads_on_is_not_called_back(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_options(open_page(browser, "plain-article"))
    with backend.sleep():
        card.press_choice("long")
        card.ask("scrollTo({ top: 0, behavior: 'instant' })")
    card.wait_for(f"{OUTCOME} === '7 points'")
    assert card.ask("scrollY") == 0
