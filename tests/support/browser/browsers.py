"""The browsers that a test may be given, and what they need to run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.browser.card import Card
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox
from tests.support.browser.pipe import PipeChromium

Browser = Chromium | Firefox | PipeChromium
Open = Callable[..., Card]


def require(executable: Path, install: str) -> None:
    """Fail, never skip: a run without its browsers would be green and prove nothing."""
    if not executable.exists():
        pytest.fail(f"{executable} is missing; install it with: {install}")
