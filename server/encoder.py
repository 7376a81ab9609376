"""Run both graphs of the network. The only module that imports onnxruntime."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

# Set before the import, or ONNX Runtime stores a machine identifier on disk and, ten seconds later,
# sends usage data to its makers.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from server.artifact import Artifact
from server.digest.salience.scorer import FloatArray, Reading
from server.digest.salience.windows import Window
from server.errors import ModelDamaged

# Windows ignores the variable: there the events go to the telemetry of the system.
ort.disable_telemetry_events()

# More threads do not speed up a window of 512 tokens (measured), and the reader needs the rest.
MAX_THREADS = 4
# How long an idle thread spins before it sleeps: longer than the pause between two operators, or it
# would have to be woken for each, and too short to keep a laptop's fan running.
SPIN_MICROSECONDS = 100
# What each graph takes and gives, by the name of its field in an Artifact.
INPUTS = {"encoder": ("input_ids", "pool"), "document": ("sentences", "ranks", "traits")}
OUTPUTS = {"encoder": ("sentences", "keep", "arcs", "relations"), "document": ("salience",)}


class Encoder:
    """A network in two ONNX graphs: one reads a window, one weighs the sentences of an article."""

    def __init__(
        self, encoder: ort.InferenceSession, document: ort.InferenceSession, names: Sequence[str]
    ) -> None:
        self._encoder = encoder
        self._document = document
        self._names = names

    @classmethod
    def load(cls, artifact: Artifact, threads: int | None = None) -> Self:
        """Open both graphs; the number of threads defaults to what suits the machine.

        Raises ModelDamaged if one cannot run or has other inputs or outputs.
        """
        options = make_options(threads)
        encoder = _open(artifact.encoder, "encoder", options)
        return cls(encoder, _open(artifact.document, "document", options), artifact.relations)

    def read(self, window: Window) -> Reading:
        """Read a window. Raises ModelDamaged if the network names a relation that has no name."""
        outputs = self._encoder.run(OUTPUTS["encoder"], make_inputs(window))
        vectors, keep, arcs, relations = (output[0] for output in outputs)
        if relations.min() < 0 or relations.max() >= len(self._names):
            raise ModelDamaged(
                f"The network knows more relations than the {len(self._names)} of model.json."
            )
        return Reading(vectors, keep, arcs, [self._names[place] for place in relations.tolist()])

    def weigh(
        self, vectors: FloatArray, ranks: NDArray[np.int64], traits: FloatArray
    ) -> FloatArray:
        """Return the salience, (S,), of sentences beside each other; see `Network.weigh`."""
        inputs = {"sentences": vectors[None], "ranks": ranks[None], "traits": traits[None]}
        salience: FloatArray = self._document.run(OUTPUTS["document"], inputs)[0][0]
        return salience


def make_inputs(window: Window) -> dict[str, NDArray[Any]]:
    """Return the network's inputs, a batch of one window; each row of `pool` averages a piece."""
    ids = np.array([window.ids], dtype=np.int64)
    pool = np.zeros((1, len(window.pieces), len(window.ids)), dtype=np.float32)
    for row, piece in enumerate(window.pieces):
        pool[0, row, piece.start : piece.end] = 1 / (piece.end - piece.start)
    return {"input_ids": ids, "pool": pool}


def _open(path: Path, part: str, options: ort.SessionOptions) -> ort.InferenceSession:
    try:
        session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no other base.
        raise ModelDamaged(f"{path} is not a network that can be run: {error}") from error
    if {node.name for node in session.get_inputs()} != set(INPUTS[part]):
        raise ModelDamaged(f"{path} does not take {', '.join(INPUTS[part])}.")
    if not {node.name for node in session.get_outputs()}.issuperset(OUTPUTS[part]):
        raise ModelDamaged(f"{path} does not give {', '.join(OUTPUTS[part])}.")
    return session


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
