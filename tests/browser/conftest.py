"""Browsers, the test site and the real server, each started once."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.support.browser import chromium, firefox
from tests.support.browser.backend import MODEL, TINY_MODEL, Backend
from tests.support.browser.browsers import Browser, Open, require
from tests.support.browser.card import Card
from tests.support.browser.chromium import Chromium
from tests.support.browser.extension_copy import copy_extension
from tests.support.browser.firefox import Firefox
from tests.support.browser.pipe import PipeChromium
from tests.support.browser.settings import Settings, forget_choices, pair
from tests.support.browser.site import Site, load_stories, serve_site
from tests.support.browser.tab_pool import TabPool


@pytest.hookimpl(tryfirst=True)  # Before `-m` chooses among the marks.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test of this folder: it starts a real browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension, whose default port is that of this process's server."""
    return copy_extension(tmp_path_factory.mktemp("extension"))


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with serve_site(load_stories()) as site:
        yield site


@pytest.fixture(scope="session")
def server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    with Backend(tmp_path_factory.mktemp("server")) as backend:
        yield backend


@pytest.fixture
def backend(request: pytest.FixtureRequest, server_process: Backend) -> Backend:
    """The real server, running again at the start of each test that names it.

    Its model has a few kilobytes and answers in a tenth of the time. Tests that depend on which
    words the model chooses, or on the time that it takes, are marked `trained`.
    """
    is_trained = request.node.get_closest_marker("trained")
    server_process.run(MODEL if is_trained else TINY_MODEL)
    return server_process


@pytest.fixture(scope="session")
def chromium_browser(
    playwright: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
    extension: Path,
    site: Site,
    server_process: Backend,
) -> Iterator[Chromium]:
    require(chromium.EXECUTABLE, chromium.INSTALL)
    profile = tmp_path_factory.mktemp("chromium")
    with Chromium.launch(playwright, extension, profile, site.port) as browser:
        settle(browser, server_process)
        yield browser


@pytest.fixture(scope="session")
def firefox_browser(
    tmp_path_factory: pytest.TempPathFactory,
    extension: Path,
    site: Site,
    server_process: Backend,
) -> Iterator[Firefox]:
    require(firefox.EXECUTABLE, firefox.INSTALL)
    with closing(Firefox(extension, tmp_path_factory.mktemp("firefox"), site.port)) as browser:
        settle(browser, server_process)
        yield browser


@pytest.fixture(scope="session")
def pipe_browser(
    tmp_path_factory: pytest.TempPathFactory,
    extension: Path,
    site: Site,
    server_process: Backend,
) -> Iterator[PipeChromium]:
    """Another Chromium, whose worker no debugger keeps alive."""
    require(chromium.EXECUTABLE, chromium.INSTALL)
    profile = tmp_path_factory.mktemp("pipe")
    with closing(PipeChromium(extension, profile, site.port)) as browser:
        pair_once(browser, server_process)
        yield browser


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Browser:
    """Each of the two browsers in turn."""
    browser: Browser = request.getfixturevalue(f"{request.param}_browser")
    return browser


@pytest.fixture(scope="session")
def tab_pool() -> TabPool:
    return TabPool()


@pytest.fixture
def open_page(site: Site, tab_pool: TabPool) -> Iterator[Open]:
    """Open a story in a browser until the end of the test."""
    with ExitStack() as stack:

        def open_page(browser: Browser, slug: str) -> Card:
            return Card(stack.enter_context(tab_pool.borrow(browser, site.url(slug))))

        yield open_page


@pytest.fixture
def settings(browser: Chromium | Firefox, tab_pool: TabPool) -> Iterator[Settings]:
    """The settings page; what a test has chosen there is forgotten after it."""
    with tab_pool.borrow(browser, browser.settings_url) as tab:
        settings = Settings(tab)
        yield settings
        forget_choices(browser)


@pytest.fixture
def forgotten(browser: Chromium | Firefox) -> Iterator[None]:
    """What a test has chosen in a card is forgotten after it."""
    yield
    forget_choices(browser)


@pytest.fixture
def newcomer(
    browser: Chromium | Firefox, server_process: Backend, tab_pool: TabPool
) -> Iterator[Settings]:
    """The settings of a browser and a server that have not met; their own pairing comes back.

    The server runs. A test that names `backend` too would start it twice.
    """
    with (
        server_process.start_afresh(TINY_MODEL),
        tab_pool.borrow(browser, browser.settings_url) as tab,
    ):
        settings = Settings(tab)
        with settings.unpaired():
            yield settings


@pytest.fixture(scope="session")
def take_shot() -> Callable[[Card, str], None]:
    """Write a picture to the folder that NUTGRAF_SHOTS names; without it, do nothing."""
    folder = os.environ.get("NUTGRAF_SHOTS")

    def take(card: Card, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            card.tab.screenshot(Path(folder) / f"{name}.png")

    return take


def settle(browser: Chromium | Firefox, server: Backend) -> None:
    """Pair a new browser, and close its welcome, which asks for the server whenever it is seen."""
    browser.wait_for_tab(browser.welcome_url).close()
    pair_once(browser, server)


def pair_once(browser: Browser, server: Backend) -> None:
    """Pair a new browser, and leave the port as free as it was."""
    was_running = server.is_running
    server.start()
    pair(browser, server)
    if not was_running:
        server.stop()
