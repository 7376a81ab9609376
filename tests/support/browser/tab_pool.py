"""Tabs that stay open from test to test: a new one costs its browser half a second of computing."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.browser.browsers import Browser
from tests.support.browser.card import Tab

BLANK = "about:blank"


class TabPool:
    """A spare tab of each browser for pages, and one for the extension's own."""

    def __init__(self) -> None:
        self._spare: dict[tuple[Browser, bool], Tab] = {}

    @contextmanager
    def borrow(self, browser: Browser, url: str) -> Iterator[Tab]:
        """Show a page in a tab in front, and take the page away in the end.

        The tab is new if the spare one is in use, and is closed if it has been altered. A blank
        page has another origin than any other: with it, the rights end that a click has granted.
        """
        # The browsers run the extension's own pages in a process of their own.
        kind = browser, "-extension://" in url
        tab = self._spare.pop(kind, None)
        if tab:
            tab.bring_to_front()
            tab.visit(url)
        else:
            tab = browser.open(url)
        yield tab
        if tab.is_altered or kind in self._spare:
            tab.close()
        else:
            tab.visit(BLANK)
            self._spare[kind] = tab
