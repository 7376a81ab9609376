"""What all tests share: how hypothesis draws, and the one Playwright that a process can have."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Playwright, sync_playwright

pytest_plugins = ["tests.support.server_fixtures"]

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


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright
