"""Where digests are made: a few at a time, first come first served, and none without an end.

A digest keeps a core busy, so only `workers` are made at once; up to `queue` more wait, and whoever
comes then is told when to come back. Time is counted by a clock that nobody can set.
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

# How often a reader who waits is told so: seldom enough to cost nothing.
REPEAT_SECONDS = 5.0
# How soon one who waits and hangs up is noticed. Only those who wait look; an idle pool sleeps.
LOOK_SECONDS = 0.25
# What a digest is taken to need before the first one has been timed.
FIRST_GUESS_SECONDS = 1.0
# Enough to tell what digests take lately, and soon forgotten.
REMEMBERED = 32


class HungUpError(Exception):
    """Nobody waits for the digest any more. Nobody is there to read an answer either."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A step of a digest whose turn has not come."""


Turns = Generator[Step | Queued, None, None]


class Pool:
    """Admits digests, keeps them in line, and gives each a slot in turn."""

    def __init__(
        self,
        workers: int,
        queue: int,
        deadline_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make `workers` digests at once and let `queue` wait, each for `deadline_seconds` in all.

        `clock` returns seconds, and never goes back.
        """
        self.clock = clock
        self.is_stopped = False
        self._workers = workers
        self._queue = queue
        self._deadline_seconds = deadline_seconds
        self._lock = threading.Lock()
        self._working: dict[Ticket, float] = {}  # When each began.
        self._waiting: deque[Ticket] = deque()
        self._lately: deque[float] = deque(maxlen=REMEMBERED)

    @classmethod
    def of(cls, config: Config) -> Self:
        """Return the pool that a server is told to have."""
        return cls(config.workers, config.queue, config.deadline_seconds)

    def admit(self) -> "Ticket":
        """Return a ticket, which has to be closed. Raises Busy, or Stopping after `stop`."""
        with self._lock:
            if self.is_stopped:
                raise Stopping
            if len(self._waiting) >= self._queue and len(self._working) >= self._workers:
                raise Busy(retry_after=self._estimate())
            ticket = Ticket(self, self.clock() + self._deadline_seconds)
            self._waiting.append(ticket)
            self._call()
            return ticket

    def dismiss(self, ticket: "Ticket") -> None:
        """Give the ticket's slot, or its place in the line, to the next; once is enough."""
        with self._lock:
            if ticket in self._working:
                self._lately.append(self.clock() - self._working.pop(ticket))
            elif ticket in self._waiting:
                self._waiting.remove(ticket)
            self._call()

    def stop(self) -> None:
        """End what waits at once, and what is in work at its next step."""
        with self._lock:
            self.is_stopped = True
            for ticket in self._waiting:
                ticket.turn.set()

    def estimate(self) -> int:
        """Return in how many seconds, at least 1, all that is here now will have been made."""
        with self._lock:
            return self._estimate()

    def _estimate(self) -> int:
        each = median(self._lately) if self._lately else FIRST_GUESS_SECONDS
        seconds = each * (len(self._waiting) + len(self._working)) / self._workers
        # By their deadlines all are gone, whatever they take.
        return max(1, math.ceil(min(seconds, self._deadline_seconds)))

    def _call(self) -> None:
        while self._waiting and len(self._working) < self._workers:
            ticket = self._waiting.popleft()
            self._working[ticket] = self.clock()
            ticket.turn.set()


class Ticket:
    """A place in the line, then a slot."""

    def __init__(self, pool: Pool, deadline: float) -> None:
        self.turn = threading.Event()
        self._pool = pool
        self._deadline = deadline

    def run(self, steps: Steps, has_left: Callable[[], bool]) -> Turns:
        """Make a digest when its turn comes: yield Queued while it waits, then its steps.

        `has_left` tells whether the client has hung up. Raises DeadlinePassed, Stopping or
        HungUpError between two steps, closes the steps and the ticket however it ends.
        """
        with closing(self), closing(steps):
            yield from self._wait(has_left)
            for step in steps:
                # What is complete is handed over, even late.
                if not isinstance(step, Digest):
                    self._check(has_left)
                yield step

    def close(self) -> None:
        """Free the slot or the place; it may be free already."""
        self._pool.dismiss(self)

    def _wait(self, has_left: Callable[[], bool]) -> Iterator[Queued]:
        due = self._pool.clock()
        while not self.turn.is_set():
            self._check(has_left, self._pool.estimate())
            if self._pool.clock() >= due:
                due = self._pool.clock() + REPEAT_SECONDS
                yield Queued()
            self.turn.wait(LOOK_SECONDS)
        self._check(has_left)

    def _check(self, has_left: Callable[[], bool], retry_after: int | None = None) -> None:
        if self._pool.is_stopped:
            raise Stopping
        if has_left():
            raise HungUpError
        if self._pool.clock() >= self._deadline:
            raise DeadlinePassed(retry_after=retry_after)
