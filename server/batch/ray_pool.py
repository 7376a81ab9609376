"""The workers of many machines: Ray Data schedules chunks, limits how many wait, and retries.

The only module that imports Ray; needs the extra `cluster`.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

# Set before Ray is loaded, for this process and for those that it starts.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

import ray
import ray.data
from ray.exceptions import RayTaskError

from server.batch import BatchError
from server.batch.chunks import Chunk, Plan
from server.batch.worker import Job, Tally, Worker

# The environment that the head of a cluster needs, or Ray contacts its makers. The first variable
# alone is not enough: a head that is told not to report its use reports that, and asks in which
# cloud it runs. Both go through HTTP, so the others send them to a port on which nobody listens.
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_REPORT_URL": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
}

# A resource that only the head has.
_HEAD = "node:__internal_head__"

_START = " ".join((*(f"{name}={value}" for name, value in QUIET.items()), "ray start --head"))

_CONNECT_SECONDS = 5


def digest_chunks(
    plan: Plan, job: Job, address: str, load: Callable[[Job], Worker] = Worker.load
) -> Iterator[Tally]:
    """Digest the chunks of all files on a cluster, and yield their tallies as they are done.

    Every machine of the cluster must have IN, OUT, the model and this code at the same paths as
    this one. It creates its workers with `load`.
    Raises BatchError if no cluster answers or it reports its use, and whatever a worker raises.
    """
    # We report errors ourselves, in one line.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    try:
        _check_reachable(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL)
    except (OSError, ValueError, RuntimeError) as error:
        raise BatchError(f"No Ray cluster answers at {address}. Start one: {_START}") from error
    try:
        _check_quiet()
        for row in _plan_tallies(plan, job, load).iter_rows():
            yield Tally(**row)
    except RayTaskError as error:
        raise error.cause from error
    finally:
        ray.shutdown()


def _check_reachable(address: str) -> None:
    """Raise OSError if nobody listens; Ray itself would retry for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdecimal() and "://" not in address:
        with socket.create_connection((host, int(port)), _CONNECT_SECONDS):
            pass


def _check_quiet() -> None:
    """Raise BatchError if the head of the cluster was started without QUIET."""
    # The first variable is always set in this process and its workers.
    _, *names = QUIET
    ask = ray.remote(num_cpus=0, resources={_HEAD: 0.001})(_read_environment)
    if ray.get(ask.remote(names)) != [QUIET[name] for name in names]:
        raise BatchError(
            "This Ray cluster reports its use to Ray's makers. Stop it, and start its head with: "
            f"{_START}"
        )


def _read_environment(names: list[str]) -> list[str | None]:
    """Return these variables of the environment in which the node was started."""
    return [os.environ.get(name) for name in names]


def _plan_tallies(plan: Plan, job: Job, load: Callable[[Job], Worker]) -> ray.data.Dataset:
    """Return a lazy Ray dataset of tallies, which is computed while its rows are read."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    # Each chunk is passed on as soon as it is split off.
    context.target_max_block_size = plan.chunk_bytes
    cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
    files = ray.data.from_items([{"file": name} for name in plan.files])
    # Splitting takes hardly any time and must not occupy the core of a worker.
    chunks = files.flat_map(_Splitter(plan).split, num_cpus=0)
    return chunks.map_batches(
        _Actor,
        fn_constructor_args=(job, load),
        batch_size=1,
        batch_format="pyarrow",
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=cores, initial_size=cores),
    )


@dataclass(frozen=True, slots=True)
class _Splitter:
    plan: Plan

    def split(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for chunk in self.plan.split_file(row["file"]):
            yield asdict(chunk)


class _Actor:
    """A worker that receives chunks and returns tallies as Arrow tables."""

    def __init__(self, job: Job, load: Callable[[Job], Worker]) -> None:
        self._worker = load(job)

    def __call__(self, table: Any) -> dict[str, Any]:
        (row,) = table.to_pylist()
        tally = self._worker.make(Chunk(**row))
        return {name: [count] for name, count in asdict(tally).items()}
