"""Count the cases that were really run, part by part, and the limits that each of them keeps."""

import functools
import logging
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from hypothesis import settings

# What `make fuzz` promises.
LEAST_CASES = 20_000

CASES = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CASES] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None, Any, Any]:
    """Count a case when it has passed; hypothesis hands its test out for this."""
    handle = getattr(item.obj, "hypothesis", None)
    if handle is None:
        return (yield)
    run: Callable[..., Any] = handle.inner_test
    cases = item.config.stash[CASES]

    @functools.wraps(run)
    def run_and_count(*args: Any, **kwargs: Any) -> None:
        run(*args, **kwargs)
        cases[item.path.stem.removeprefix("test_")] += 1

    handle.inner_test = run_and_count
    try:
        return (yield)
    finally:
        handle.inner_test = run


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    is_short = session.config.stash[CASES].total() < LEAST_CASES
    if is_fuzzing() and is_short and not session.config.option.keyword:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    cases = terminalreporter.config.stash[CASES]
    if not cases:
        return
    terminalreporter.section(f"{cases.total():,} generated cases passed")
    for part, count in cases.most_common():
        terminalreporter.line(f"{count:>8,}  {part}")
    if is_fuzzing() and cases.total() < LEAST_CASES:
        terminalreporter.line(f"Fewer than {LEAST_CASES:,}: this run does not count.", red=True)


def is_fuzzing() -> bool:
    return settings.get_current_profile_name() == "fuzz"


@pytest.fixture(autouse=True)
def silence(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that wrote of an error into the log, whatever it answered."""
    yield
    loud = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not loud
