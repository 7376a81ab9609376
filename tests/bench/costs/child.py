"""One system in a process of its own, so that its memory and its threads are its own.

    python -m tests.bench.costs.child NAME

For each line of JSON that comes in, an article, one goes out: what it cost.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, cast

import psutil

from tests.bench.costs.systems import BY_NAME, Cost, Loaded

# Written to a process's clear_refs, it makes the peak of its memory begin anew: man 5 proc.
RESET_PEAK = "5"


def measure(loaded: Loaded, paragraphs: list[str]) -> Cost:
    """Return what one article costs."""
    work = loaded.prepare(paragraphs)
    if loaded.has_clock:
        return {"ms": cast(float, work()), "cpu_s": None, "peak_mb": None}
    pid = loaded.pid or os.getpid()
    Path(f"/proc/{pid}/clear_refs").write_text(RESET_PEAK)
    pids = {os.getpid(), pid}
    used, begun = sum(map(_count_used, pids)), time.perf_counter()
    work()
    taken = 1000 * (time.perf_counter() - begun)
    used = sum(map(_count_used, pids)) - used
    return {"ms": taken, "cpu_s": used, "peak_mb": _read_peak(pid)}


def _count_used(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _read_peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(peak) / 1024


def main() -> None:
    # Libraries print what they like: the pipe that the answers go through is theirs no more.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def answer(found: dict[str, Any]) -> None:
        print(json.dumps(found), file=answers, flush=True)

    loaded = BY_NAME[sys.argv[1]].load()
    answer({"ready": True})
    for line in sys.stdin:
        answer(measure(loaded, json.loads(line)))


if __name__ == "__main__":
    main()
