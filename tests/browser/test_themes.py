"""The colours of the card: the page's, the system's, the reader's."""

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import open_digest
from tests.support.browser.colors import COLORS, ENOUGH_CONTRAST, WORST_CONTRAST, in_scheme

pytestmark = pytest.mark.usefixtures("backend", "forgotten")

PAPER = "getComputedStyle(root.querySelector('section')).backgroundColor"
DAY, NIGHT = "rgb(250, 248, 243)", "rgb(34, 32, 29)"


@pytest.mark.parametrize("slug", ["plain-article", "dark-site"])
def test_the_readers_choice_is_stronger_than_the_page_and_can_be_taken_back(
    browser: Browser, open_page: Open, slug: str
) -> None:
    card = open_digest(open_page(browser, slug))
    for panel in ("copy", "options"):
        card.press(f"button.{panel}")
        assert card.ask(WORST_CONTRAST) >= ENOUGH_CONTRAST, panel
    for choice, paper in (("dark", NIGHT), ("light", DAY)):
        card.press_choice(choice)
        card.wait_for(f"{PAPER} === '{paper}'")
        assert card.ask(WORST_CONTRAST) >= ENOUGH_CONTRAST, choice
        card.press_choice("page")
        card.wait_for(f"{PAPER} === '{NIGHT if slug == 'dark-site' else DAY}'")


def test_a_page_that_turns_dark_takes_the_card_along(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    assert card.ask(PAPER) == DAY
    for night in ("#111", "oklch(0.2 0.02 260)", "color(display-p3 0 0 0.1)"):
        card.ask(f"void (document.body.style.background = '{night}')")
        card.wait_for(f"{PAPER} === '{NIGHT}'")
        card.ask("void (document.body.style.background = 'white')")
        card.wait_for(f"{PAPER} === '{DAY}'")


def test_a_page_that_fades_into_the_dark_takes_the_card_along(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.ask(
        "void (document.body.style.cssText = 'background: white; transition: background 0.4s')"
    )
    card.ask("void document.body.offsetTop")
    card.ask("void (document.body.style.background = 'black')")
    card.wait_for(f"{PAPER} === '{NIGHT}'")


def test_a_page_that_follows_the_system_takes_the_card_along(
    browser: Browser, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    card.ask("""void (document.documentElement.style.cssText = "color-scheme: light dark",
      document.body.style.background = "none")""")
    open_digest(card)
    assert card.ask(PAPER) == DAY
    with in_scheme(card, True):
        card.wait_for(f"{PAPER} === '{NIGHT}'")
    card.wait_for(f"{PAPER} === '{DAY}'")


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_colours_that_the_reader_forces_still_tell_what_is_chosen(
    browser: Browser, open_page: Open, is_dark: bool
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.options")
    with in_scheme(card, is_dark):
        card.tab.set_forced(True)
        try:
            card.wait_for("matchMedia('(forced-colors: active)').matches")
            grounds = f"""(() => {{
              {COLORS}
              const labels = [...root.querySelectorAll(".length label")];
              return labels.map((label) => String(read(getComputedStyle(label).backgroundColor)));
            }})()"""
            chosen, *others = card.ask(grounds)
            assert chosen not in others
            assert card.ask(WORST_CONTRAST) >= ENOUGH_CONTRAST
        finally:
            card.tab.set_forced(False)
