"""Run the network on a window. The only module that imports onnxruntime."""

import os
from pathlib import Path
from typing import Any, Self

# Set before the import, or ONNX Runtime stores a machine identifier on disk and, ten seconds later,
# sends usage data to its makers.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from server.digest.salience.scorer import Reading
from server.digest.salience.windows import Window
from server.errors import ModelDamaged

# Windows ignores the variable: there the events go to the telemetry of the system.
ort.disable_telemetry_events()

# More threads do not speed up a window of 512 tokens (measured), and the reader needs the rest.
MAX_THREADS = 4
# How long an idle thread spins before it sleeps: longer than the pause between two operators, or it
# would have to be woken for each, and too short to keep a laptop's fan running.
SPIN_MICROSECONDS = 100
INPUTS = ("input_ids", "pool", "ranks")
OUTPUTS = ["salience", "keep"]


class Encoder:
    """An ONNX network that scores the sentences of a window and each of its tokens."""

    def __init__(self, session: ort.InferenceSession) -> None:
        self._session = session

    @classmethod
    def load(cls, path: Path, threads: int | None = None) -> Self:
        """Open a network; the number of threads defaults to what suits the machine.

        Raises ModelDamaged if it cannot run or has other inputs or outputs.
        """
        options = make_options(threads)
        try:
            session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's exceptions share no other base.
            raise ModelDamaged(f"{path} is not a network that can be run: {error}") from error
        if {node.name for node in session.get_inputs()} != set(INPUTS):
            raise ModelDamaged(f"{path} does not take {', '.join(INPUTS)}.")
        if not {node.name for node in session.get_outputs()}.issuperset(OUTPUTS):
            raise ModelDamaged(f"{path} does not give {' and '.join(OUTPUTS)}.")
        return cls(session)

    def read(self, window: Window, ranks: list[int]) -> Reading:
        """Score the P pieces and T tokens of a window; `ranks` has the rank of each piece."""
        salience, keep = self._session.run(OUTPUTS, make_inputs(window, ranks))
        return Reading(salience[0], keep[0])


def make_inputs(window: Window, ranks: list[int]) -> dict[str, NDArray[Any]]:
    """Return the network's inputs, a batch of one window; each row of `pool` averages a piece."""
    ids = np.array([window.ids], dtype=np.int64)
    pool = np.zeros((1, len(window.pieces), len(window.ids)), dtype=np.float32)
    for row, piece in enumerate(window.pieces):
        pool[0, row, piece.start : piece.end] = 1 / (piece.end - piece.start)
    return {"input_ids": ids, "pool": pool, "ranks": np.array([ranks], dtype=np.int64)}


def make_options(threads: int | None = None) -> ort.SessionOptions:
    """Return session options that suit a background program."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads or min(count_cores(), MAX_THREADS)
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.spin_duration_us", str(SPIN_MICROSECONDS))
    return options


def count_cores() -> int:
    """Return the number of physical cores that this process may use, at least 1.

    Two threads of one core share the arithmetic units that a matrix product keeps busy, so the
    second only adds heat. If the system gives no number, assume two threads per core.
    """
    affinity = getattr(os, "sched_getaffinity", None)  # Linux only.
    logical = len(affinity(0)) if affinity else os.cpu_count() or 1
    siblings = Path("/sys/devices/system/cpu").glob("cpu[0-9]*/topology/thread_siblings_list")
    physical = len({path.read_text() for path in siblings}) or logical // 2
    return max(1, min(physical, logical))
