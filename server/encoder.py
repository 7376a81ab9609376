"""The network that reads: token ids in, one vector a token out. Alone in importing onnxruntime."""

import os
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from server.digest.tokens import Window
from server.errors import ModelDamaged

# Measured to be enough for a window of 512 tokens; the rest of the machine is the reader's.
MAX_THREADS = 4
INPUTS = {"input_ids", "attention_mask"}
OUTPUT = "states"


class Encoder:
    """An ONNX network that maps the T tokens of a window to T states of D values."""

    def __init__(self, session: ort.InferenceSession) -> None:
        self._session = session

    @classmethod
    def load(cls, path: Path) -> Self:
        """Open a network; raise ModelDamaged if it cannot be run or has other inputs or outputs."""
        try:
            session = ort.InferenceSession(path, make_options(), providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's exceptions have no common base of their own.
            raise ModelDamaged(f"{path} is not a network that can be run: {error}") from error
        if {node.name for node in session.get_inputs()} != INPUTS:
            raise ModelDamaged(f"{path} does not take {' and '.join(sorted(INPUTS))}.")
        if OUTPUT not in {node.name for node in session.get_outputs()}:
            raise ModelDamaged(f"{path} does not give {OUTPUT}.")
        return cls(session)

    def encode(self, window: Window) -> NDArray[np.float32]:
        """Return the states of a window's tokens, (T, D), [CLS] and [SEP] included."""
        ids = np.array([window.ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        states: NDArray[np.float32] = self._session.run([OUTPUT], feed)[0][0]
        return states


def make_options() -> ort.SessionOptions:
    """Return the settings of a program that runs in the background."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = min(count_cores(), MAX_THREADS)
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    # Threads that wait for work would spin, and keep a laptop's fan on between two windows.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def count_cores() -> int:
    """Return the number of physical cores that this process may use, at least 1.

    Two threads of one core share the arithmetic units that a matrix product keeps busy, so the
    second only adds heat. Where the system does not tell, assume two threads a core.
    """
    affinity = getattr(os, "sched_getaffinity", None)  # Linux only.
    logical = len(affinity(0)) if affinity else os.cpu_count() or 1
    siblings = Path("/sys/devices/system/cpu").glob("cpu[0-9]*/topology/thread_siblings_list")
    physical = len({path.read_text() for path in siblings}) or logical // 2
    return max(1, min(physical, logical))
