"""What all parts of the fuzzing share: the model, how many cases a test is worth, and how long."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import settings

REPOSITORY = Path(__file__).parents[3]
TINY_MODEL = REPOSITORY / "tests" / "fixtures" / "tiny-model"


def cases(share: float) -> settings:
    """Return settings for `share` times as many cases as the profile in use asks for."""
    chosen = settings()
    return settings(chosen, max_examples=max(1, round(share * chosen.max_examples)))


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Fail if what is done inside computes for longer; other work on the machine does not count."""
    started = time.thread_time()
    yield
    used = time.thread_time() - started
    assert used <= seconds, f"{used:.2f} s of computing where {seconds} s are allowed"
