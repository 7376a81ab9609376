"""The workers of many machines: Ray Data schedules, holds back and repeats.

Alone in importing Ray; needs the extra `cluster`.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

# Told before it is loaded, to this process and to those that it starts.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

import ray
import ray.data
from ray.exceptions import RayTaskError

from server.batch.chunks import Block, Plan
from server.batch.faults import CorpusError
from server.batch.worker import Job, Tally, Worker

# What the head of a cluster has to be started with, or Ray speaks to others. The first would not be
# enough: a head that is told not to report its use reports that, and asks what cloud it may be in.
# Both go by HTTP, and now to where nobody listens.
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_REPORT_URL": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
}

# Each head has this resource, and no other node.
_HEAD = "node:__internal_head__"

_KNOCK_SECONDS = 5


def digest_blocks(
    plan: Plan, job: Job, address: str, load: Callable[[Job], Worker] = Worker.load
) -> Iterator[Tally]:
    """Digest the blocks of all files on a cluster, and yield their tallies as they are done.

    Every machine of it has IN, OUT, the model and this code under the names that they have here,
    and makes its workers by `load`.
    Raises CorpusError where no cluster answers or one reports its use, and what a worker raises.
    """
    # What goes wrong is told by us, in one line.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    try:
        _knock(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL)
    except (OSError, ValueError, RuntimeError) as error:
        raise CorpusError(
            f"No Ray cluster answers at {address}. Start one: {_spell_quiet()} ray start --head"
        ) from error
    try:
        _check_silence()
        for row in _plan_tallies(plan, job, load).iter_rows():
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
    """Raise CorpusError where the head of the cluster was started so that it speaks to others."""
    names = [name for name in QUIET if name != "RAY_USAGE_STATS_ENABLED"]  # Set here in any case.
    ask = ray.remote(num_cpus=0, resources={_HEAD: 0.001})(_read_environment)
    if ray.get(ask.remote(names)) != [QUIET[name] for name in names]:
        raise CorpusError(
            "This Ray cluster reports its use to Ray's makers. Stop it, and start its head so: "
            f"{_spell_quiet()} ray start --head"
        )


def _read_environment(names: list[str]) -> list[str | None]:
    """Return what a worker's node was started with."""
    return [os.environ.get(name) for name in names]


def _spell_quiet() -> str:
    return " ".join(f"{name}={value}" for name, value in QUIET.items())


def _plan_tallies(plan: Plan, job: Job, load: Callable[[Job], Worker]) -> ray.data.Dataset:
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
        fn_constructor_args=(job, load),
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

    def __init__(self, job: Job, load: Callable[[Job], Worker]) -> None:
        self._worker = load(job)

    def __call__(self, table: Any) -> dict[str, Any]:
        (row,) = table.to_pylist()
        tally = self._worker.make(Block(**row))
        return {name: [count] for name, count in asdict(tally).items()}
