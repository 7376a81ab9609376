"""The pool: few at a time, in turn, and an honest word to those who come too many."""

import threading
import time
from collections.abc import Callable, Generator

import pytest

from server.digest.salience.scorer import Progress
from server.errors import Busy
from server.http import job_queue as pools
from server.http.job_queue import Pool, Ticket
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
    pool = Pool(workers, 20, 60)
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

    run_all([lambda: finish(pool.admit(), make()) for _ in range(12)])
    assert most == workers
    assert working == 0


def test_first_come_is_first_served() -> None:
    pool = Pool(1, 8, 60)
    first, *others = fill(pool, 9)
    begun: list[int] = []

    def run_one(number: int, ticket: Ticket) -> None:
        finish(ticket, make_steps(lambda step: begun.append(number) if step == 0 else None))

    later = list(enumerate(others))
    # Those who came last ask first for their turn.
    threads = [threading.Thread(target=run_one, args=place) for place in reversed(later)]
    for thread in threads:
        thread.start()
    first.close()
    for thread in threads:
        thread.join(PATIENCE)
    assert begun == [number for number, _ in later]


def test_beyond_the_queue_it_is_busy() -> None:
    pool = Pool(2, 3, 60)
    tickets = fill(pool, 5)
    with pytest.raises(Busy):
        pool.admit()
    tickets[4].close()
    pool.admit()


def test_without_a_queue_only_those_at_work_are_admitted() -> None:
    pool = Pool(1, 0, 60)
    (ticket,) = fill(pool, 1)
    with pytest.raises(Busy):
        pool.admit()
    ticket.close()
    pool.admit()


def find_retry_after(pool: Pool) -> int | None:
    with pytest.raises(Busy) as refused:
        pool.admit()
    return refused.value.retry_after


def test_it_tells_when_all_that_is_there_will_be_done() -> None:
    clock = Clock()
    pool = Pool(2, 6, 60, clock)
    for seconds in (3, 3, 40):
        (ticket,) = fill(pool, 1)
        clock.pass_by(seconds)
        ticket.close()
    fill(pool, 8)
    # Eight digests of three seconds, two at a time; the odd slow one does not count.
    assert find_retry_after(pool) == 12


def test_before_the_first_digest_it_guesses_a_second_each() -> None:
    pool = Pool(1, 3, 60)
    fill(pool, 4)
    assert find_retry_after(pool) == 4


def test_it_never_tells_a_time_past_the_deadline_or_below_a_second() -> None:
    late, soon = Pool(1, 99, 7), Pool(4, 0, 60)
    fill(late, 100)
    fill(soon, 4)
    assert find_retry_after(late) == 7
    assert find_retry_after(soon) == 1


def test_old_times_are_forgotten() -> None:
    clock = Clock()
    pool = Pool(1, 0, 600, clock)
    for seconds in [50] * pools.REMEMBERED + [2] * pools.REMEMBERED:
        (ticket,) = fill(pool, 1)
        clock.pass_by(seconds)
        ticket.close()
    fill(pool, 1)
    assert find_retry_after(pool) == 2
