"""Chromium over stored pages, with the extension's own scripts beside each."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, Route, ViewportSize

from tests.support.browser.chromium import EXECUTABLE, HERMETIC, QUIET

REPOSITORY = Path(__file__).parents[3]
EXTENSION = REPOSITORY / "extension"
DEFUDDLE = REPOSITORY / "node_modules/defuddle/dist/index.js"
EXTRACTORS = Path(__file__).with_name("extractors.js")

# A usual desktop's: in a narrower window some sites show other parts of the page.
VIEWPORT = ViewportSize(width=1280, height=900)

# The last of the extension's scripts that has to do with what the article is.
LAST_SCRIPT = "content/extraction/article.js"

# A page's scripts stay off: its web is absent, and many then take the text away. By a policy, and
# not by the browser's switch, which would show what stands in <noscript> and no reader sees.
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one extractor found on one page, and in what time."""

    text: str
    milliseconds: float
    error: str | None


def list_scripts() -> list[Path]:
    """Return the scripts that find the article, in the order in which they are injected."""
    source = (EXTENSION / "background/inject.js").read_text(encoding="utf-8")
    [listed] = re.findall(r"PAGE_SCRIPTS = \[(.*?)\]", source, re.DOTALL)
    names: list[str] = re.findall(r'"(.+?)"', listed)
    return [EXTENSION / name for name in names[: names.index(LAST_SCRIPT) + 1]]


class Reader:
    """A browser that reads one stored page after the other."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        paths = (*list_scripts(), DEFUDDLE, EXTRACTORS)
        self.scripts = [path.read_text(encoding="utf-8") for path in paths]

    def read(self, url: str, html: str, names: Sequence[str]) -> dict[str, Extraction]:
        """Open a page at its own address and let each extractor read it."""

        def answer(route: Route) -> None:
            if route.request.url == url and route.request.is_navigation_request():
                route.fulfill(body=html, headers=HEADERS)
            else:
                route.abort()

        url, _, _ = url.partition("#")
        page = self.context.new_page()
        page.route("**/*", answer)
        try:
            page.goto(url, wait_until="domcontentloaded")
            evaluate = open_world(page)
            for script in self.scripts:
                evaluate(script)
            return {name: Extraction(**evaluate(f"extract('{name}')")) for name in names}
        finally:
            page.close()


def open_world(page: Page) -> Callable[[str], Any]:
    """Make a world of scripts beside the page's own, as an extension has, and return its `eval`."""
    cdp = page.context.new_cdp_session(page)
    frame = cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = cdp.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]

    def evaluate(expression: str) -> Any:
        asked = {"expression": expression, "contextId": world, "returnByValue": True}
        answer = cdp.send("Runtime.evaluate", asked)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description"))
        return answer["result"].get("value")

    return evaluate


@contextmanager
def launch(playwright: Playwright) -> Iterator[Reader]:
    """Run Chromium with no network but what a `Reader` gives it, until the end."""
    browser = playwright.chromium.launch(
        executable_path=EXECUTABLE,
        chromium_sandbox=False,  # The sandbox refuses root, and CI containers are root.
        args=[*QUIET, HERMETIC],
    )
    try:
        yield Reader(browser.new_context(viewport=VIEWPORT))
    finally:
        browser.close()
