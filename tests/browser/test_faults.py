"""What breaks around the extension: each time the card says what, and the article is in view."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection

import pytest

from server.config import Config
from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox
from tests.support.browser.impostors import agree, impersonate, pretend, prove_with
from tests.support.browser.site import Site, squeeze

# The extension gives a silent server 30 s, by a clock that nobody can turn from outside.
SILENCE_SECONDS = 45.0
MOST_ASKED = 20  # More digests than a busy server gets done while it is asked for others.
SOON = 3.0
TRIES = 20  # Each is answered in some 50 ms.
MID_DIGEST = "root?.querySelector('progress')?.value > 0"


@pytest.mark.trained  # Each digest takes seconds.
def test_a_server_that_is_killed_in_mid_digest_is_named(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_page(browser, "long-read")
    with left_untouched(card):
        card.tab.click_toolbar()
        card.wait_for(MID_DIGEST)
        backend.kill()
        expect(card, "server_stopped", "make run")
        backend.start()
        card.click("button.retry")
        card.wait_for_digest()


@pytest.mark.trained  # Each digest takes seconds.
def test_a_card_that_is_closed_in_mid_digest_stops_the_work(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    card = open_page(browser, "long-read")
    begun = backend.computed
    card.tab.click_toolbar()
    card.wait_for_digest()
    whole = backend.computed - begun
    card.tab.click_toolbar()
    card.wait(None)
    begun = backend.computed
    card.tab.click_toolbar()
    card.wait_for(MID_DIGEST)
    card.tab.click_toolbar()
    card.wait(None)
    time.sleep(1)  # For the window that was being read.
    stopped = backend.computed
    assert stopped - begun < 0.8 * whole
    time.sleep(1)
    assert backend.computed - stopped < 0.1


@pytest.mark.trained  # Each digest takes seconds.
def test_a_server_with_its_hands_full_says_so_and_takes_the_next_try(
    browser: Browser, backend: Backend, open_page: Open, site: Site
) -> None:
    card = open_page(browser, "plain-article")
    with left_untouched(card):
        with keep_busy(backend, site.stories["long-read"].body) as fill:
            for _ in range(TRIES):
                fill()
                card.tab.click_toolbar()
                with suppress(AssertionError):
                    card.wait("error", seconds=SOON)
                    break
                # A digest was done just then, and the card waits in its place.
                card.tab.click_toolbar()
                card.wait(None)
            expect(card, "busy", "Try again in a few seconds")
        # Who has hung up is noticed, soon, and not waited for.
        for _ in range(TRIES):
            card.press("button.retry")
            if card.wait("error", "points") == "points":
                break
        card.wait_for_digest()


def test_a_program_that_answers_everything_is_not_taken_for_the_server(
    browser: Browser, server_process: Backend, open_page: Open
) -> None:
    server_process.stop()
    card = open_page(browser, "plain-article")
    with left_untouched(card), impersonate(agree) as heard:
        card.tab.click_toolbar()
        expect(card, "not_nutgraf", f"port {server_process.port}")
    assert [request for request in heard if not request.startswith("GET /v1/health?")] == []


def test_an_impostor_gets_neither_the_token_nor_a_word_of_the_article(
    browser: Browser, server_process: Backend, open_page: Open, site: Site
) -> None:
    server_process.stop()
    card = open_page(browser, "plain-article")
    with left_untouched(card), impersonate(pretend) as heard:
        card.tab.click_toolbar()
        expect(card, "wrong_server", f"port {server_process.port}", "sent nothing")
        card.press("button.retry")
        expect(card, "wrong_server")
    sent = "".join(heard)
    assert len(heard) == 2, "asked once for each click"
    assert all(request.startswith("GET /v1/health?challenge=") for request in heard)
    assert server_process.pairing.token not in sent
    assert "authorization" not in sent.lower()
    assert "news.test" not in sent
    assert [text for text in site.stories["plain-article"].body if squeeze(text)[:20] in sent] == []


def test_with_the_token_the_impostor_would_have_been_told_all(
    browser: Browser, server_process: Backend, open_page: Open
) -> None:
    """What it is not told above is not lost on the way."""
    server_process.stop()
    pairing = server_process.pairing
    card = open_page(browser, "plain-article")

    with impersonate(prove_with(pairing, server_process.port)) as heard:
        card.tab.click_toolbar()
        card.wait_for_digest()
    assert card.points == ["A point of another program."]
    assert f"Authorization: Bearer {pairing.token}" in heard[-1]
    assert "Harrowick council voted" in heard[-1]


@pytest.mark.trained  # Each digest takes seconds.
def test_a_server_that_falls_silent_is_given_up_and_its_late_answer_draws_nothing(
    chromium_browser: Chromium,
    firefox_browser: Firefox,
    backend: Backend,
    open_page: Open,
) -> None:
    browsers = (chromium_browser, firefox_browser)
    begun = [open_page(browser, "long-read") for browser in browsers]
    waiting = [open_page(browser, "plain-article") for browser in browsers]
    # Slow: the extension gives up after 30 s, so one wait serves both cases. The cards that have
    # begun see a machine that fell asleep, the others a server that never answers.
    with left_untouched(*begun, *waiting):
        for card in begun:
            card.tab.click_toolbar()
        for card in begun:
            card.wait_for(MID_DIGEST)
        with backend.sleep():
            assert {card.state for card in begun} == {"working"}, "the digest was quicker"
            for card in waiting:
                card.tab.click_toolbar()
            for card in (*begun, *waiting):
                card.wait("error", "points", seconds=SILENCE_SECONDS)
                expect(card, "timed_out")
        for card in begun:
            card.tab.evaluate("new Promise((done) => setTimeout(done, 1500)).then(() => 1)")
            expect(card, "timed_out")
            card.click("button.retry")
            card.wait_for_digest()


@contextmanager
def keep_busy(backend: Backend, paragraphs: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Give a function that asks for digests until the server takes no more; hang up in the end."""
    headers = {
        "Accept": "application/x-ndjson",
        "Authorization": f"Bearer {backend.pairing.token}",
        "Content-Type": "application/json",
        "Origin": min(backend.pairing.origins),
    }
    body = json.dumps({"paragraphs": paragraphs, "lang": "en"})
    with ExitStack() as stack:

        def ask() -> HTTPConnection:
            connection = stack.enter_context(
                closing(HTTPConnection("127.0.0.1", backend.port, timeout=30))
            )
            connection.request("POST", "/v1/digest", body, headers)
            return connection

        def fill() -> None:
            for _ in range(MOST_ASKED):
                # A response that nobody keeps hangs up.
                response = stack.enter_context(closing(ask().getresponse()))
                if response.status == HTTPStatus.TOO_MANY_REQUESTS:
                    return
            raise AssertionError(f"the server took {MOST_ASKED} articles more")

        config = Config()
        for _ in range(config.workers + config.queue):
            ask()
        yield fill


def expect(card: Card, code: str, *words: str) -> None:
    """Read what the card says of a failure, with the article in view."""
    card.wait("error", "points")
    assert card.error == code
    assert [word for word in words if word not in card.text] == []
    assert card.view == "full"
    assert card.ask('document.querySelectorAll("[data-nutgraf-hidden]").length') == 0
    assert card.ask('isShown(document.querySelector("article p"))')


@contextmanager
def left_untouched(*cards: Card) -> Iterator[None]:
    """Close the cards in the end: each page is then as it was."""
    pages = [card.ask("document.documentElement.outerHTML") for card in cards]
    yield
    for card, page in zip(cards, pages, strict=True):
        card.tab.bring_to_front()  # Keys are for the tab in front.
        card.press("button.close")
        card.wait(None)
        assert card.ask("document.documentElement.outerHTML") == page
