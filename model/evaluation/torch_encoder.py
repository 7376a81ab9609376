"""A trained network in torch, in the place of the server's Encoder."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from model.export.onnx_graph import DocumentReader, WindowReader
from model.training.network import Network
from server.digest.salience.scorer import FloatArray, Reading
from server.digest.salience.windows import Window
from server.encoder import make_inputs


class TorchEncoder:
    """What server.encoder.Encoder does, by torch."""

    def __init__(self, network: Network, relations: Sequence[str]) -> None:
        self._window = WindowReader(network).eval()
        self._document = DocumentReader(network).eval()
        self._relations = relations

    def read(self, window: Window) -> Reading:
        """Read a window."""
        inputs = {name: torch.from_numpy(array) for name, array in make_inputs(window).items()}
        with torch.inference_mode():
            outputs = [output[0].numpy() for output in self._window(**inputs)]
        vectors, keep, arcs, relations = outputs
        return Reading(vectors, keep, arcs, [self._relations[place] for place in relations])

    def weigh(
        self, vectors: FloatArray, ranks: NDArray[np.int64], traits: FloatArray
    ) -> FloatArray:
        """Return the salience, (S,), of all sentences of an article."""
        inputs = (torch.from_numpy(array)[None] for array in (vectors, ranks, traits))
        with torch.inference_mode():
            salience: FloatArray = self._document(*inputs)[0].numpy()
        return salience
