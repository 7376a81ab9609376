"""How near the encoder is to what the machine can multiply (Williams et al. 2009)."""

import numpy as np

from tests.bench.costs.systems import Loaded

# The encoder of model/training/network.py, whose module only loads where torch is.
LAYERS, HIDDEN, INNER = 3, 384, 1536
# Large enough for a library's full rate, small enough for a tenth of a second.
SIDE = 2048


def count_products(lengths: list[int]) -> int:
    """Return the multiply-adds of the encoder's matrices over windows of so many tokens each."""
    weights = LAYERS * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * INNER)
    # Queries by keys, and their weights by values.
    return sum(length * weights + LAYERS * 2 * length * length * HIDDEN for length in lengths)


def compute_share(products: int, encoder_ms: float, matrix_ms: float) -> float:
    """Return the encoder's rate as a share of that of one large product of fp32 matrices.

    More than 1 is possible: the encoder's own products are in int8.
    """
    return products / encoder_ms / (SIDE**3 / matrix_ms)


def load_matrix() -> Loaded:
    """NumPy's product of two matrices, on as many threads as its library takes."""
    draw = np.random.default_rng(2026)
    one, other = draw.random((2, SIDE, SIDE), dtype=np.float32)
    return Loaded(lambda _: lambda: one @ other)
