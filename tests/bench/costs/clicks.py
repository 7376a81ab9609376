"""The click on the extension's button, as `make latency` times it, on articles of any length."""

import atexit
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.costs.systems import Loaded
from tests.bench.latency.clicks import click, listen
from tests.support.browser.backend import Backend
from tests.support.browser.chromium import Chromium
from tests.support.browser.extension_copy import copy_extension
from tests.support.browser.settings import pair
from tests.support.browser.site import Story, serve_site

TITLE = "News of the coast"
# A browser that has closed a page goes on working: whoever was asked next took a third longer.
CALM_SECONDS = 1.0


def load_clicks() -> Loaded:
    """Chromium with the extension, paired with a server; each article becomes a page."""
    stack = ExitStack()
    atexit.register(stack.close)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    stories: dict[str, Story] = {}
    backend = stack.enter_context(Backend(folder))
    site = stack.enter_context(serve_site(stories))
    playwright = stack.enter_context(sync_playwright())
    browser = stack.enter_context(
        Chromium.launch(playwright, copy_extension(folder), folder / "profile", site.port)
    )
    backend.start()
    pair(browser, backend)
    listen(browser)

    def prepare(paragraphs: list[str]) -> Callable[[], float]:
        story = write_story(f"story-{len(stories)}", paragraphs)
        stories[story.slug] = story
        return partial(time_click, browser, site.url(story.slug))

    return Loaded(prepare, has_clock=True)


def time_click(browser: Chromium, url: str) -> float:
    """Return the milliseconds from the click to the first point painted."""
    wait = click(browser, url).point
    time.sleep(CALM_SECONDS)
    return wait


def write_story(slug: str, paragraphs: list[str]) -> Story:
    """Return a page of news with these paragraphs."""
    body = "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return Story(
        slug,
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{TITLE}</title>'
        f"<body><main><article><h1>{TITLE}</h1>\n{body}\n</article></main></body></html>",
        tuple(paragraphs),
    )
