"""Every failure has a state that names the cause and the next step."""

from collections.abc import Callable

import pytest

from tests.support.browser.backend import Backend, listen_silently
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.firefox import Firefox
from tests.support.browser.pipe import PipeChromium
from tests.support.browser.site import Site, load_stories

REFUSED = {slug: story.error for slug, story in load_stories().items() if story.error}
STOPPED_SECONDS = 20.0  # A port that closes is noticed at once: this is far above it.


@pytest.mark.usefixtures("backend")
@pytest.mark.parametrize("slug", REFUSED)
def test_a_page_without_an_article_to_shorten_is_refused_by_name(
    browser: Browser, open_page: Open, slug: str
) -> None:
    card = open_page(browser, slug)
    before = card.ask("document.documentElement.outerHTML")
    card.tab.click_toolbar()
    card.wait("error", "points")
    assert (card.state, card.error) == ("error", REFUSED[slug])
    assert len(card.text.strip()) > 20, "the card gives no reason"
    assert card.ask('document.querySelectorAll("[data-nutgraf-hidden]").length') == 0
    card.press("button.close")
    card.wait(None)
    assert card.ask("document.documentElement.outerHTML") == before


def test_a_stopped_server_is_named_and_a_retry_finds_it_again(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    backend.stop()
    card = open_page(browser, "plain-article")
    card.tab.click_toolbar()
    card.wait("error", "points")
    assert card.error == "server_down"
    assert "make run" in card.text
    assert card.shows("Harrowick council voted on Tuesday night"), "a failure hides the article"
    card.press("button.retry")
    card.wait("error")
    assert card.error == "server_down"
    backend.start()
    card.click("button.retry")
    card.wait_for_digest()
    assert len(card.points) == 3


@pytest.mark.usefixtures("backend")
def test_a_stopped_worker_wakes_up_for_a_click(
    pipe_browser: PipeChromium, open_page: Open, site: Site
) -> None:
    card = open_page(pipe_browser, "plain-article")
    pipe_browser.stop_worker()
    open_digest(card)
    assert all(map(site.stories["plain-article"].has_words_of, card.points))


@pytest.mark.usefixtures("backend")
def test_a_stopped_background_page_wakes_up_for_a_click(
    firefox_browser: Firefox, open_page: Open
) -> None:
    card = open_page(firefox_browser, "plain-article")
    firefox_browser.stop_background()
    assert len(open_digest(card).points) == 3


def test_a_worker_that_stops_in_mid_digest_is_noticed(
    pipe_browser: PipeChromium, server_process: Backend, open_page: Open
) -> None:
    expect_background_stopped(
        open_page(pipe_browser, "plain-article"), server_process, pipe_browser.stop_worker
    )


def test_a_background_page_that_stops_in_mid_digest_is_noticed(
    firefox_browser: Firefox, server_process: Backend, open_page: Open
) -> None:
    expect_background_stopped(
        open_page(firefox_browser, "plain-article"), server_process, firefox_browser.stop_background
    )


def test_a_card_closed_while_it_works_stays_closed(
    browser: Browser, server_process: Backend, open_page: Open
) -> None:
    server_process.stop()
    card = open_page(browser, "plain-article")
    before = card.ask("document.documentElement.outerHTML")
    with listen_silently():
        card.tab.click_toolbar()
        card.wait("working")
        assert "Simplifying…" in card.text
        card.tab.click_toolbar()
        card.wait(None)
    # The silent server is gone now: the request fails, and its late answer must not draw.
    assert card.tab.evaluate("new Promise((done) => setTimeout(done, 500)).then(() => 1)") == 1
    assert card.ask("document.documentElement.outerHTML") == before


def expect_background_stopped(card: Card, server: Backend, stop: Callable[[], None]) -> None:
    """Stop the background while a silent server keeps it waiting, and read what the card says."""
    server.stop()
    with listen_silently() as listener:
        card.tab.click_toolbar()
        card.wait("working")
        # A background that is stopped before it has heard of the click would only start again.
        listener.settimeout(STOPPED_SECONDS)
        with listener.accept()[0]:
            stop()
            card.wait("error", seconds=STOPPED_SECONDS)
    assert card.error == "background_stopped"
    assert card.ask('root.querySelector("button.retry") !== null')
