"""What a reader sees until the first point is there, and that it is true."""

import pytest

from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser, Open

BAR = "root.querySelector('progress')"


def test_the_end_is_not_known_before_the_server_has_told_it(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    with backend.sleep():
        card.tab.click_toolbar()
        card.wait("working")
        assert card.ask(f"{BAR}.position") == -1
        assert card.ask("root.querySelector('[role=status]').textContent") == "Simplifying…"


@pytest.mark.usefixtures("backend")
def test_the_bar_grows_part_by_part(browser: Browser, open_page: Open) -> None:
    card = open_page(browser, "long-read")
    card.tab.click_toolbar()
    card.wait_for("root !== null")
    # Every value that the bar takes while the model reads.
    card.ask("""void (window.seen = [], new MutationObserver(() => {
      const bar = root.querySelector("progress");
      if (bar?.checkVisibility() && bar.position >= 0) seen.push([bar.value, bar.max]);
    }).observe(root, { attributes: true, childList: true, subtree: true }))""")
    card.wait_for_digest()
    seen = card.ask("seen")
    assert len({tuple(step) for step in seen}) > 1
    assert seen == sorted(seen)
    assert len({total for _, total in seen}) == 1


def test_nothing_moves_for_a_reader_who_wants_no_motion(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    playing = "root.querySelector('.skeleton').getAnimations().length"
    with backend.sleep():
        card.tab.click_toolbar()
        card.wait("working")
        assert card.ask(playing) == 1
        card.tab.set_calm(True)
        try:
            card.wait_for(f"{playing} === 0")
        finally:
            card.tab.set_calm(False)
