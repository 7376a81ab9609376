"""What the toolbar button says over the tab in front."""

import time

from tests.support.browser.card import POLL_SECONDS
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox

READY = ("", "In short (Nutgraf)")
WORKING = ("…", "Simplifying…")
OFF = ("off", "The Nutgraf server is not running")
FRONT_PAGE = ("!", "This page links to articles, but is not one itself")
NO_ENTRY = ("!", "Nutgraf cannot read this page: the browser does not let extensions in")
SHOW_SECONDS = 10.0


def expect_badge(browser: Chromium | Firefox, badge: tuple[str, str]) -> None:
    """Wait until the button over the tab in front says this."""
    end = time.monotonic() + SHOW_SECONDS
    while (found := browser.badge) != badge:
        assert time.monotonic() < end, f"the button says {found} and not {badge}"
        time.sleep(POLL_SECONDS)
