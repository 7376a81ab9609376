"""A ticket waits, runs, ends by its deadline, and always frees its slot."""

import threading
import time
from contextlib import closing, suppress
from itertools import pairwise

import pytest

from server.digest.salience.scorer import Progress
from server.errors import Busy, DeadlinePassed, Stopping, TooLarge
from server.http import job_queue
from server.http.job_queue import HungUpError, JobQueue, Queued, Ticket
from server.summarizer import Steps
from tests.support.turns import (
    DIGEST,
    PATIENCE,
    Clock,
    fill,
    finish,
    has_left,
    is_there,
    make_steps,
)


def test_who_need_not_wait_is_not_told_to() -> None:
    assert finish(JobQueue(1, 0, 60).admit()) == list(make_steps())


class TickingClock(Clock):
    """A clock that advances by a tenth of a second each time it is read."""

    def __call__(self) -> float:
        self.pass_by(0.1)
        return self.now


def test_who_waits_is_told_at_once_and_every_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "LOOK_SECONDS", 0.001)
    clock = TickingClock()
    jobs = JobQueue(1, 1, 60, clock)
    first, second = fill(jobs, 2)
    told = [clock.now]
    for step in second.run(make_steps(), is_there):
        if isinstance(step, Queued):
            told.append(clock.now)
        if len(told) == 4:
            first.close()
    between = [round(after - before) for before, after in pairwise(told)]
    assert between == [0, 5, 5]


def test_who_leaves_the_queue_frees_the_place_and_is_not_served() -> None:
    jobs = JobQueue(1, 1, 60)
    _, second = fill(jobs, 2)
    with pytest.raises(HungUpError):
        next(second.run(make_steps(), has_left))
    jobs.admit()


def test_who_leaves_at_work_frees_the_slot_at_the_next_step() -> None:
    jobs = JobQueue(1, 0, 60)
    done: list[int] = []
    gone = threading.Event()
    turns = jobs.admit().run(make_steps(done.append), gone.is_set)
    next(turns)
    gone.set()
    with pytest.raises(HungUpError):
        next(turns)
    assert done == [0, 1]
    jobs.admit()


@pytest.mark.parametrize("wait", [59, 60, 61])
def test_a_deadline_counts_from_admission(wait: int) -> None:
    clock = Clock()
    (ticket,) = fill(JobQueue(1, 0, 60, clock), 1)
    clock.pass_by(wait)
    if wait < 60:
        assert finish(ticket)[-1] is DIGEST
    else:
        with pytest.raises(DeadlinePassed):
            finish(ticket)


def test_a_deadline_passes_in_the_queue_and_tells_when_to_come_back() -> None:
    clock = Clock()
    jobs = JobQueue(1, 1, 60, clock)
    _, second = fill(jobs, 2)
    clock.pass_by(60)
    with pytest.raises(DeadlinePassed) as refused:
        finish(second)
    assert refused.value.retry_after == 2
    jobs.admit()


def test_a_deadline_passes_at_work_and_the_work_stops() -> None:
    clock = Clock()
    jobs = JobQueue(1, 0, 60, clock)
    done: list[int] = []

    def slowly(step: int) -> None:
        done.append(step)
        clock.pass_by(25)

    with pytest.raises(DeadlinePassed) as refused:
        finish(jobs.admit(), make_steps(slowly, count=9))
    assert done == [0, 1, 2]
    assert refused.value.retry_after is None
    jobs.admit()


def test_what_is_complete_is_given_though_late() -> None:
    clock = Clock()
    (ticket,) = fill(JobQueue(1, 0, 60, clock), 1)
    turns = ticket.run(make_steps(count=1), is_there)
    next(turns)
    clock.pass_by(61)
    assert next(turns) is DIGEST


@pytest.mark.parametrize("error", [RuntimeError, TooLarge, GeneratorExit, KeyboardInterrupt])
def test_however_it_ends_the_slot_is_free(error: type[BaseException]) -> None:
    jobs = JobQueue(1, 0, 60)
    closed = threading.Event()

    def fail() -> Steps:
        try:
            yield Progress(1, 2)
            raise error
        finally:
            closed.set()

    with suppress(error), closing(jobs.admit().run(fail(), is_there)) as turns:
        for _ in turns:
            pass
    assert closed.is_set()
    jobs.admit()


def test_work_that_is_given_up_is_closed() -> None:
    jobs = JobQueue(1, 0, 60)
    closed = threading.Event()

    def make() -> Steps:
        try:
            yield Progress(1, 2)
        finally:
            closed.set()

    turns = jobs.admit().run(make(), is_there)
    next(turns)
    turns.close()
    assert closed.is_set()
    jobs.admit()


def test_a_ticket_that_never_ran_is_closed_once_and_for_all() -> None:
    jobs = JobQueue(1, 1, 60)
    first, second = fill(jobs, 2)
    first.close()
    first.close()
    with pytest.raises(Busy):
        fill(jobs, 2)
    assert finish(second)[-1] is DIGEST


def test_stopping_ends_all_that_waits_and_works() -> None:
    jobs = JobQueue(1, 2, 60)
    first, second, third = fill(jobs, 3)
    errors: list[type[Exception]] = []
    is_working = threading.Event()

    def run_one(ticket: Ticket) -> None:
        try:
            finish(ticket, make_steps(lambda _: is_working.set() or time.sleep(0.01), 10**6))
        except Stopping as error:
            errors.append(type(error))

    threads = [threading.Thread(target=run_one, args=[t]) for t in (first, second, third)]
    for thread in threads:
        thread.start()
    assert is_working.wait(PATIENCE)
    begun = time.monotonic()
    jobs.stop()
    for thread in threads:
        thread.join(PATIENCE)
    assert errors == [Stopping] * 3
    assert time.monotonic() - begun < 2
    with pytest.raises(Stopping):
        jobs.admit()


def test_nobody_who_sets_the_clock_moves_a_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> float:
        raise AssertionError("The time of day was asked for.")

    for name in ("time", "time_ns", "localtime", "gmtime"):
        monkeypatch.setattr(time, name, fail)
    jobs = JobQueue(1, 1, 60)
    assert jobs.clock is time.monotonic
    first, second = fill(jobs, 2)
    threading.Timer(0.05, first.close).start()
    assert finish(second) == [Queued(), *make_steps()]
