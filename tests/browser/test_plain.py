"""The plain style in the card: chosen in place, and named where it was not possible."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import open_digest
from tests.support.browser.options import OUTCOME, open_options
from tests.support.browser.settings import Settings
from tests.support.browser.site import Site
from tests.support.repository_copy import copy_without_words

pytestmark = pytest.mark.trained

# One of its points can be told in plainer words.
SLUG = "paywall-stub"
NOTE = "root.querySelector('.fallback')?.innerText ?? null"
TOLD = "Shown in brief wording: {} of {}. A plain wording was not possible."


@pytest.fixture
def wordless(backend: Backend, tmp_path: Path) -> Iterator[None]:
    """Let the server be one whose list of plain words is gone."""
    backend.stop()
    backend.start(code=copy_without_words(tmp_path / "code"))
    yield
    backend.stop()


@pytest.mark.usefixtures("backend", "forgotten")
def test_points_become_plain_in_place(browser: Browser, open_page: Open, site: Site) -> None:
    card = open_options(open_page(browser, SLUG))
    brief = card.points
    card.press_choice("plain")
    card.wait_for(f"{OUTCOME} === '3 points'")
    story = site.stories[SLUG]
    assert all(map(story.grounds, card.points))
    assert not all(map(story.has_words_of, card.points))
    assert all(map(story.has_words_of, brief))
    assert card.ask(NOTE) is None


@pytest.mark.usefixtures("wordless", "forgotten")
def test_what_could_not_be_plain_is_told(browser: Browser, open_page: Open, site: Site) -> None:
    card = open_options(open_page(browser, "sectioned-feature"))
    assert card.ask(NOTE) is None
    lines = len(card.points) + card.ask("root.querySelectorAll('button.line').length")
    card.press_choice("plain")
    card.wait_for(f"{OUTCOME} === '3 points'")
    assert all(map(site.stories["sectioned-feature"].has_words_of, card.points))
    assert card.ask(NOTE) == TOLD.format(lines, lines)
    # Above the article only the points are shown.
    card.press("button.toggle")
    card.press("button.unfold")
    assert card.ask(NOTE) == TOLD.format(3, 3)


@pytest.mark.usefixtures("wordless")
def test_the_first_digest_tells_it_too(
    browser: Browser, settings: Settings, open_page: Open
) -> None:
    settings.choose("plain")
    card = open_digest(open_page(browser, SLUG))
    assert card.ask(NOTE) == TOLD.format(3, 3)
    settings.choose("brief")
    assert open_digest(open_page(browser, SLUG)).ask(NOTE) is None
