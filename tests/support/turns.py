"""Helpers for tests of the queue: a clock that tests set, steps without work, many tickets."""

from collections.abc import Callable

from server.digest.salience.scorer import Progress
from server.http.job_queue import JobQueue, Queued, Ticket
from server.summarizer import Digest, Sizes, Step, Steps

# Far longer than any test needs; only a fault makes one wait so long.
PATIENCE = 10
DIGEST = Digest((), Sizes(0, 0), Sizes(0, 0), "none")


class Clock:
    """A clock that only the test advances."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


def make_steps(before: Callable[[int], object] = lambda _: None, count: int = 3) -> Steps:
    for step in range(count):
        before(step)
        yield Progress(step + 1, count)
    yield DIGEST


def is_there() -> bool:
    return False


def has_left() -> bool:
    return True


def finish(ticket: Ticket, steps: Steps | None = None) -> list[Step | Queued]:
    return list(ticket.run(steps or make_steps(), is_there))


def fill(jobs: JobQueue, count: int) -> list[Ticket]:
    return [jobs.admit() for _ in range(count)]
