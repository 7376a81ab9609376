"""The queue: few digests at a time, in order, and an estimate for clients that are refused."""

import threading
import time
from collections.abc import Callable, Generator

import pytest

from server.digest.salience.scorer import Progress
from server.errors import Busy
from server.http import job_queue
from server.http.job_queue import JobQueue, Ticket
from tests.support.turns import PATIENCE, Clock, fill, finish, make_steps


def run_all(workers: list[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=worker) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_no_more_digests_are_made_at_once_than_there_are_workers(workers: int) -> None:
    jobs = JobQueue(workers, 20, 60)
    lock = threading.Lock()
    working = most = 0

    def make() -> Generator[Progress, None, None]:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        yield from (Progress(step, 5) for step in range(5) if not time.sleep(0.002))
        with lock:
            working -= 1

    run_all([lambda: finish(jobs.admit(), make()) for _ in range(12)])
    assert most == workers
    assert working == 0


def test_first_come_is_first_served() -> None:
    jobs = JobQueue(1, 8, 60)
    first, *others = fill(jobs, 9)
    begun: list[int] = []

    def run_one(number: int, ticket: Ticket) -> None:
        finish(ticket, make_steps(lambda step: begun.append(number) if step == 0 else None))

    later = list(enumerate(others))
    # The last ticket starts to wait for its turn first.
    threads = [threading.Thread(target=run_one, args=place) for place in reversed(later)]
    for thread in threads:
        thread.start()
    first.close()
    for thread in threads:
        thread.join(PATIENCE)
    assert begun == [number for number, _ in later]


def test_beyond_the_queue_it_is_busy() -> None:
    jobs = JobQueue(2, 3, 60)
    tickets = fill(jobs, 5)
    with pytest.raises(Busy):
        jobs.admit()
    tickets[4].close()
    jobs.admit()


def test_without_a_queue_only_those_at_work_are_admitted() -> None:
    jobs = JobQueue(1, 0, 60)
    (ticket,) = fill(jobs, 1)
    with pytest.raises(Busy):
        jobs.admit()
    ticket.close()
    jobs.admit()


def find_retry_after(jobs: JobQueue) -> int | None:
    with pytest.raises(Busy) as refused:
        jobs.admit()
    return refused.value.retry_after


def test_it_tells_when_all_that_is_there_will_be_done() -> None:
    clock = Clock()
    jobs = JobQueue(2, 6, 60, clock)
    for seconds in (3, 3, 40):
        (ticket,) = fill(jobs, 1)
        clock.pass_by(seconds)
        ticket.close()
    fill(jobs, 8)
    # Eight digests of three seconds, two at a time; one slow digest does not change the median.
    assert find_retry_after(jobs) == 12


def test_before_the_first_digest_it_guesses_a_second_each() -> None:
    jobs = JobQueue(1, 3, 60)
    fill(jobs, 4)
    assert find_retry_after(jobs) == 4


def test_it_never_tells_a_time_past_the_deadline_or_below_a_second() -> None:
    late, soon = JobQueue(1, 99, 7), JobQueue(4, 0, 60)
    fill(late, 100)
    fill(soon, 4)
    assert find_retry_after(late) == 7
    assert find_retry_after(soon) == 1


def test_old_times_are_forgotten() -> None:
    clock = Clock()
    jobs = JobQueue(1, 0, 600, clock)
    for seconds in [50] * job_queue.REMEMBERED + [2] * job_queue.REMEMBERED:
        (ticket,) = fill(jobs, 1)
        clock.pass_by(seconds)
        ticket.close()
    fill(jobs, 1)
    assert find_retry_after(jobs) == 2
