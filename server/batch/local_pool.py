"""The workers of one machine: one process for each core.

Threads of one process share one interpreter. On two cores, two of them made 1.8 times the rows of
one with a network that takes four fifths of a digest, and 1.1 times with one that takes hardly any;
two processes made 1.9 and 2 times.
"""

import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from threading import Thread

from server.batch import BatchError
from server.batch.chunks import Chunk
from server.batch.worker import Job, Tally, Worker

# Each worker has one chunk in work and one waiting; more would only take memory.
_CHUNKS_PER_WORKER = 2

_worker: Worker


def digest_chunks(chunks: Iterable[Chunk], job: Job, workers: int) -> Iterator[Tally]:
    """Digest chunks as they are read, and yield their tallies as they are done.

    Raises BatchError if a worker was killed, and whatever a worker raises.
    """
    waiting = iter(chunks)
    # Spawned, because a fork would inherit locks that threads of the parent hold.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (job,))
    try:
        running: set[Future[Tally]] = set()
        while True:
            room = _CHUNKS_PER_WORKER * workers - len(running)
            running.update(pool.submit(_make, chunk) for chunk in islice(waiting, room))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except BrokenProcessPool as error:
        raise BatchError(
            "A worker was killed, perhaps because memory ran out. Run it again with fewer "
            "--workers: it continues where it stopped."
        ) from error
    finally:
        # If the run ends early, do not wait for the chunks in work.
        for worker in active_children():
            worker.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(job: Job) -> None:
    global _worker
    # Ctrl-C reaches every process of a terminal; the parent ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker.load(job)


def _make(chunk: Chunk) -> Tally:
    return _worker.make(chunk)


def _end_with_parent() -> None:
    """End this process if its parent is killed, as it would get no more chunks."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
