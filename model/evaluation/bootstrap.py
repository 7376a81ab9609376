"""How far a mean could be from what other articles of the same kind would give."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.data.documents import SEED

# Enough that the interval's ends move by less than 0.05 points from one seed to the next.
RESAMPLES = 2000


def bootstrap_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return mean and 95 % interval, (3, K), of the columns of (N, K) values.

    The percentile bootstrap over rows (Efron 1979). Calls with equally many rows draw the same
    resamples, so columns of one call, and systems on one file, are compared on the same articles.
    """
    low, high = np.percentile(_draw_weights(len(values)) @ values, (2.5, 97.5), axis=0)
    return np.stack([values.mean(axis=0), low, high])


# All articles of a file, and those that one system answers: drawing takes a second for each.
@lru_cache(maxsize=2)
def _draw_weights(rows: int) -> NDArray[np.float64]:
    """Return how often each resample has each row, as shares of it, (RESAMPLES, rows)."""
    random = np.random.default_rng(SEED)
    return random.multinomial(rows, np.full(rows, 1 / rows), size=RESAMPLES) / rows
