"""The workers of many machines: Ray Data schedules, holds back and repeats.

Alone in importing Ray; needs the extra `cluster`.
"""

import logging
import os
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

# Told before it is loaded, to this process and to those that it starts.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

import ray
import ray.data
from ray._common.usage import usage_lib
from ray.exceptions import RayTaskError

from server.corpus.blocks import Block, Plan
from server.corpus.faults import CorpusError
from server.corpus.worker import Job, Tally, Worker

# What the head of a cluster notes about itself, and notes only where it is to be reported.
_REPORTED = "session_start_timestamp_ms"

_KNOCK_SECONDS = 5


def digest_blocks(plan: Plan, job: Job, address: str) -> Iterator[Tally]:
    """Digest the blocks of all files on a cluster, and yield their tallies as they are done.

    Every machine of it has IN, OUT, the model and this code under the names that they have here.
    Raises CorpusError where no cluster answers or one reports its use, and what a worker raises.
    """
    # What goes wrong is told by us, in one line.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    try:
        _knock(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL)
    except (OSError, ValueError, RuntimeError) as error:
        raise CorpusError(
            f"No Ray cluster answers at {address}. Start one with: RAY_USAGE_STATS_ENABLED=0 "
            "ray start --head"
        ) from error
    try:
        _check_silence()
        for row in _plan_tallies(plan, job).iter_rows():
            yield Tally(**row)
    except RayTaskError as error:
        raise error.cause from error
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError where nobody listens: Ray itself would ask again for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdecimal() and "://" not in address:
        with socket.create_connection((host, int(port)), _KNOCK_SECONDS):
            pass


def _check_silence() -> None:
    """Raise CorpusError where the head of the cluster was not told to keep its use to itself."""
    told = usage_lib.get_cluster_metadata(ray.get_runtime_context().worker.gcs_client)
    if _REPORTED in told:
        raise CorpusError(
            "This Ray cluster reports its use to Ray's makers. Start it with "
            "RAY_USAGE_STATS_ENABLED=0 on each machine."
        )


def _plan_tallies(plan: Plan, job: Job) -> ray.data.Dataset:
    """Return what Ray computes, row by row, when it is asked for the rows: a Tally each."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    # Each block of ours is handed on as soon as it is cut.
    context.target_max_block_size = plan.block_bytes
    cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
    files = ray.data.from_items([{"file": name} for name in plan.files])
    # Cutting computes hardly anything, and shall not take a worker's core.
    blocks = files.flat_map(_Cutter(plan).cut, num_cpus=0)
    return blocks.map_batches(
        _Actor,
        fn_constructor_args=(job,),
        batch_size=1,
        batch_format="pyarrow",
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=cores, initial_size=cores),
    )


@dataclass(frozen=True, slots=True)
class _Cutter:
    plan: Plan

    def cut(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for block in self.plan.cut_file(row["file"]):
            yield asdict(block)


class _Actor:
    """A worker, as Ray speaks to it: in tables."""

    def __init__(self, job: Job) -> None:
        self._worker = Worker.load(job)

    def __call__(self, table: Any) -> dict[str, Any]:
        (row,) = table.to_pylist()
        tally = self._worker.make(Block(**row))
        return {name: [count] for name, count in asdict(tally).items()}
