"""The queue of digests: a few are made at a time, first come, first served, each with a deadline.

A digest keeps a core busy, so only `workers` of them run at once and up to `queue` more wait; later
clients are told when to come back. Time is measured by a monotonic clock, which nobody can set.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from typing import Self

from server.config import Config
from server.errors import Busy, DeadlinePassed, Stopping
from server.summarizer import Digest, Step, Steps

# How often a waiting client is told that it waits: seldom enough to cost nothing.
REPEAT_SECONDS = 5.0
# How soon a waiting client that hung up is noticed. Only waiting tickets look.
LOOK_SECONDS = 0.25
# How long a digest is assumed to take before the first one has been timed.
FIRST_GUESS_SECONDS = 1.0
# How many recent digests the estimate is based on.
REMEMBERED = 32


class HungUpError(Exception):
    """The client has hung up, so nobody would read an answer."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A step of a digest that still waits for its turn."""


Turns = Generator[Step | Queued, None, None]


class JobQueue:
    """Admits digests, keeps them in order, and gives each a slot in turn."""

    def __init__(
        self,
        workers: int,
        queue: int,
        deadline_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Run `workers` digests at once and let `queue` wait, each for `deadline_seconds` in all.

        `clock` returns seconds and never goes back.
        """
        self.clock = clock
        self.is_stopped = False
        self._workers = workers
        self._queue = queue
        self._deadline_seconds = deadline_seconds
        self._lock = threading.Lock()
        self._running: dict[Ticket, float] = {}  # With the time at which each began.
        self._waiting: deque[Ticket] = deque()
        self._durations: deque[float] = deque(maxlen=REMEMBERED)

    @classmethod
    def of(cls, config: Config) -> Self:
        """Return the queue of a server with these settings."""
        return cls(config.workers, config.queue, config.deadline_seconds)

    def admit(self) -> "Ticket":
        """Return a ticket, which the caller must close. Raises Busy, or Stopping after `stop`."""
        with self._lock:
            if self.is_stopped:
                raise Stopping
            if len(self._waiting) >= self._queue and len(self._running) >= self._workers:
                raise Busy(retry_after=self._estimate())
            ticket = Ticket(self, self.clock() + self._deadline_seconds)
            self._waiting.append(ticket)
            self._start_next()
            return ticket

    def dismiss(self, ticket: "Ticket") -> None:
        """Free the ticket's slot, or its place in the queue, unless that was done before."""
        with self._lock:
            if ticket in self._running:
                self._durations.append(self.clock() - self._running.pop(ticket))
            elif ticket in self._waiting:
                self._waiting.remove(ticket)
            self._start_next()

    def stop(self) -> None:
        """End the waiting digests at once, and the running ones at their next step."""
        with self._lock:
            self.is_stopped = True
            for ticket in self._waiting:
                ticket.turn.set()

    def estimate(self) -> int:
        """Return in how many seconds, at least 1, all current digests will have been made."""
        with self._lock:
            return self._estimate()

    def _estimate(self) -> int:
        each = median(self._durations) if self._durations else FIRST_GUESS_SECONDS
        seconds = each * (len(self._waiting) + len(self._running)) / self._workers
        # Whatever they take, all of them are gone when their deadlines pass.
        return max(1, math.ceil(min(seconds, self._deadline_seconds)))

    def _start_next(self) -> None:
        while self._waiting and len(self._running) < self._workers:
            ticket = self._waiting.popleft()
            self._running[ticket] = self.clock()
            ticket.turn.set()


class Ticket:
    """A place in the queue, then a slot."""

    def __init__(self, jobs: JobQueue, deadline: float) -> None:
        self.turn = threading.Event()
        self._jobs = jobs
        self._deadline = deadline

    def run(self, steps: Steps, has_left: Callable[[], bool]) -> Turns:
        """Make a digest when its turn comes: yield Queued while it waits, then its steps.

        `has_left` returns whether the client has hung up. Raises DeadlinePassed, Stopping or
        HungUpError between two steps; closes the steps and the ticket however it ends.
        """
        with closing(self), closing(steps):
            yield from self._wait(has_left)
            for step in steps:
                # A digest that is complete is delivered, even if it is late.
                if not isinstance(step, Digest):
                    self._check(has_left)
                yield step

    def close(self) -> None:
        """Free the slot or the place in the queue; closing twice does no harm."""
        self._jobs.dismiss(self)

    def _wait(self, has_left: Callable[[], bool]) -> Iterator[Queued]:
        due = self._jobs.clock()
        while not self.turn.is_set():
            self._check(has_left, self._jobs.estimate())
            if self._jobs.clock() >= due:
                due = self._jobs.clock() + REPEAT_SECONDS
                yield Queued()
            self.turn.wait(LOOK_SECONDS)
        self._check(has_left)

    def _check(self, has_left: Callable[[], bool], retry_after: int | None = None) -> None:
        if self._jobs.is_stopped:
            raise Stopping
        if has_left():
            raise HungUpError
        if self._jobs.clock() >= self._deadline:
            raise DeadlinePassed(retry_after=retry_after)
