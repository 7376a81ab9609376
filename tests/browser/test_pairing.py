"""A browser is paired once, by a code or by a click, and then stays so."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.support.browser.backend import Backend
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox
from tests.support.browser.ports import reserve_ports
from tests.support.browser.settings import Settings, pair
from tests.support.browser.site import Site

WRONG_CODES = 5  # So many in a row, and the server rests.

OUTCOME = "document.documentElement.dataset.pairing"


@pytest.mark.usefixtures("newcomer")
def test_a_typed_code_pairs_and_the_card_leads_there(
    browser: Browser, server_process: Backend, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    card.tab.click_toolbar()
    card.wait("error", "points")
    assert card.error == "not_paired"
    assert "make pair" in card.text
    assert card.shows("Harrowick council voted on Tuesday night")
    card.click("button.pair")
    with closing(browser.wait_for_tab(f"{browser.settings_url}#pairing")) as tab:
        settings = Settings(tab)
        assert settings.wait_for_state() == "failed"
        assert "not paired" in settings.connection
        assert settings.focused == "code"
        code = server_process.pairing.offer_code()
        assert settings.pair(f" {code[:3]}-{code[3:]}") == "paired"
        assert f"port {server_process.port}" in settings.connection
    card.click("button.retry")
    card.wait_for_digest()
    assert len(card.points) == 3


@pytest.mark.usefixtures("newcomer")
def test_a_click_on_the_printed_link_pairs_and_leaves_no_code_in_the_address(
    browser: Browser, server_process: Backend, open_page: Open
) -> None:
    link = server_process.link
    with closing(browser.open(link)) as tab:
        assert tab.evaluate("location.href") == link
        assert click_to_pair(Card(tab)) == "done"
        assert tab.evaluate("location.href") == write_address(server_process)
        assert link[-6:] not in tab.evaluate("document.body.innerText")
    open_digest(open_page(browser, "plain-article"))
    with closing(browser.open(link)) as tab:
        assert click_to_pair(Card(tab)) == "paired-already"
        assert tab.evaluate("location.href") == write_address(server_process)


@pytest.mark.usefixtures("newcomer")
def test_a_link_whose_code_another_browser_has_used_says_so(
    browser: Browser, server_process: Backend
) -> None:
    server_process.pairing.redeem(server_process.link[-6:], "chrome-extension://another")
    with closing(browser.open(server_process.link)) as tab:
        assert click_to_pair(Card(tab)) == "failed"
        assert tab.evaluate("location.href") == write_address(server_process)


def test_a_click_on_the_welcome_page_without_a_code_opens_the_settings(
    browser: Browser, backend: Backend
) -> None:
    with closing(browser.open(write_address(backend))) as tab:
        tab.click_toolbar()
        with closing(browser.wait_for_tab(f"{browser.settings_url}#pairing")) as opened:
            assert Settings(opened).wait_for_state() == "paired"
        assert tab.evaluate(f"{OUTCOME} ?? null") is None


def test_wrong_codes_are_told_and_five_of_them_lock_the_pairing(
    newcomer: Settings, server_process: Backend
) -> None:
    right = server_process.pairing.offer_code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert newcomer.pair(right[:5]) == "failed"
    assert newcomer.connection == "A pairing code has six digits."
    assert newcomer.focused == "code"
    for _ in range(WRONG_CODES):
        assert newcomer.pair(wrong) == "failed"
        assert "not valid" in newcomer.connection
        assert "make pair" in newcomer.connection
    assert newcomer.pair(right) == "failed"
    assert "Too many wrong codes" in newcomer.connection
    server_process.stop()
    server_process.start()
    assert newcomer.pair(server_process.link[-6:]) == "paired"


def test_an_end_to_all_pairings_is_told_and_a_new_code_mends_it(
    browser: Browser, newcomer: Settings, server_process: Backend, open_page: Open
) -> None:
    newcomer.pair(server_process.pairing.offer_code())
    card = open_digest(open_page(browser, "plain-article"))
    card.tab.click_toolbar()
    card.wait(None)
    server_process.pairing.reset()
    card.tab.click_toolbar()
    card.wait("error", "points")
    # Without the old token it cannot be told from another program.
    assert card.error == "wrong_server"
    assert "reset" in card.text
    card.click("button.pair")
    with closing(browser.wait_for_tab(f"{browser.settings_url}#pairing")) as tab:
        assert Settings(tab).pair(server_process.pairing.offer_code()) == "paired"
    card.click("button.retry")
    card.wait_for_digest()


def test_a_server_that_is_started_again_knows_its_browser(
    browser: Browser, backend: Backend, open_page: Open
) -> None:
    backend.stop()
    backend.start()
    assert len(open_digest(open_page(browser, "plain-article")).points) == 3


def test_a_server_on_another_port_is_found_by_the_settings(
    browser: Browser, newcomer: Settings, server_process: Backend, open_page: Open
) -> None:
    other = reserve_ports().other
    newcomer.pair(server_process.pairing.offer_code())
    for port in ("80", "65536", "", "87 71", "port"):
        assert newcomer.set_port(port) == "failed"
        assert newcomer.connection == "A port is a number from 1024 to 65535."
    assert newcomer.set_port(str(other)) == "failed"
    card = open_page(browser, "plain-article")
    card.tab.click_toolbar()
    card.wait("error", "points")
    assert card.error == "server_down"
    assert f'make run ARGS="--port {other}"' in card.text
    server_process.stop()
    server_process.start(other)
    assert newcomer.set_port(str(other)) == "paired"
    card.click("button.retry")
    card.wait_for_digest()


@pytest.mark.usefixtures("backend")
def test_scripts_in_pages_cannot_read_the_token(
    chromium_browser: Chromium, open_page: Open
) -> None:
    card = open_digest(open_page(chromium_browser, "plain-article"))
    worlds: list[int] = []
    cdp = card.tab.cdp
    cdp.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    cdp.send("Runtime.enable")
    [ours] = [world for world in worlds if chromium_browser.extension_id in world["origin"]]
    answer = cdp.send(
        "Runtime.evaluate",
        {
            "contextId": ours["id"],
            "expression": "chrome.storage.local.get().then(JSON.stringify, String)",
            "awaitPromise": True,
        },
    )
    assert "Access to storage is not allowed" in answer["result"]["value"]


def test_a_chromium_that_is_started_again_is_still_paired(
    playwright: Playwright, backend: Backend, extension: Path, site: Site, tmp_path: Path
) -> None:
    @contextmanager
    def run() -> Iterator[Chromium]:
        with Chromium.launch(playwright, extension, tmp_path, site.port) as browser:
            yield browser

    with run() as browser:
        pair(browser, backend)
    with run() as browser:
        open_digest(Card(browser.open(site.url("plain-article"))))


def test_a_firefox_that_is_started_again_is_still_paired(
    backend: Backend, extension: Path, site: Site, tmp_path: Path
) -> None:
    build = [sys.executable, extension / "build.py", "--out", tmp_path / "dist"]
    subprocess.run(build, check=True, capture_output=True)
    [archive] = (tmp_path / "dist").glob("*firefox*")
    (tmp_path / "profile").mkdir()
    with closing(Firefox(archive, tmp_path / "profile", site.port)) as browser:
        pair(browser, backend)
        browser.quit()
    with closing(Firefox(archive, tmp_path / "profile", site.port)) as browser:
        open_digest(Card(browser.open(site.url("plain-article"))))


def write_address(backend: Backend) -> str:
    """Return the address of the server's welcome page."""
    return f"http://127.0.0.1:{backend.port}/"


def click_to_pair(card: Card) -> str | None:
    """Press the toolbar button on the welcome page and return what came of it."""
    card.tab.click_toolbar()
    card.wait_for(f"{OUTCOME} !== undefined", seconds=10)
    return card.ask_text(OUTCOME)
