"""The workers of one machine: a process for each core.

Threads of one process were as fast on two cores, but share one interpreter: what is not the
network's takes a twentieth of a digest, so from some ten cores on they would wait for each other.
"""

import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from threading import Thread

from server.batch.chunks import Block
from server.batch.faults import CorpusError
from server.batch.worker import Job, Tally, Worker

# A worker finds its next block waiting; more would only be memory.
_AHEAD = 2

_worker: Worker


def digest_blocks(blocks: Iterable[Block], job: Job, workers: int) -> Iterator[Tally]:
    """Digest blocks as they are read, and yield their tallies as they are done.

    Raises CorpusError where a worker was killed, and what a worker raises.
    """
    waiting = iter(blocks)
    # Started anew: a fork would inherit the locks of threads that it does not have.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (job,))
    try:
        running: set[Future[Tally]] = set()
        while True:
            room = _AHEAD * workers - len(running)
            running.update(pool.submit(_make, block) for block in islice(waiting, room))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except BrokenProcessPool as error:
        raise CorpusError(
            "A worker was killed, perhaps for want of memory. Run it again, with fewer --workers: "
            "it goes on where it stopped."
        ) from error
    finally:
        # Where the run has not come to its end, what is in work is not waited for.
        for worker in active_children():
            worker.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(job: Job) -> None:
    global _worker
    # Ctrl-C reaches every process of a terminal. The parent ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker.load(job)


def _make(block: Block) -> Tally:
    return _worker.make(block)


def _end_with_parent() -> None:
    """End this process when its parent was killed: nobody would give it blocks any more."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
