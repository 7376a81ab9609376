"""Fixtures, hypothesis profiles and marks that all tests share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

pytest_plugins = ["tests.support.server_fixtures", "tests.support.confinement"]

# The mark of each folder, which says why its tests are not in `make check`; see pyproject.toml.
MARKS = {
    "bench": "slow",
    "fuzz": "slow",
    "integration": "process",
}

# The same cases in every run of the tests, others in each `make fuzz`.
# Machines that run the tests are busy; what is slow is bounded by computing time, not by the clock.
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    # A server, or a model, is shared by all cases of a test.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("fuzz", settings.get_profile("ci"), derandomize=False, max_examples=1_000)
settings.load_profile("ci")


@pytest.hookimpl(tryfirst=True)  # Before `-m` chooses among the marks.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the marks of its folder."""
    here = Path(__file__).parent
    for item in items:
        if here not in item.path.parents:
            continue
        path = item.path.relative_to(here).as_posix()
        for prefix, mark in MARKS.items():
            if path.startswith(f"{prefix}/"):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def playwright() -> Iterator["Playwright"]:
    # Imported here, since most tests start no browser.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright
