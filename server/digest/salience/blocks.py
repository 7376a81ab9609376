"""Weigh the sentences of an article beside each other, in blocks if there are too many.

Every sentence attends to every other, so the memory and the time for one block grow with the square
of its length. Each block after the first also holds the opening of the article, so that its
sentences are weighed beside what the story is about.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

# Twelve heads of attention over so many sentences take 3 MB. Few news articles have more.
MOST_IN_BLOCK = 256
OPENING = 32


def weigh_in_blocks(
    weigh: Callable[[FloatArray, NDArray[np.int64], FloatArray], FloatArray],
    vectors: FloatArray,
    ranks: NDArray[np.int64],
    traits: FloatArray,
) -> FloatArray:
    """Return the salience, (S,), of S sentences, as `Network.weigh` gives it for one block."""
    parts = [weigh(vectors[:MOST_IN_BLOCK], ranks[:MOST_IN_BLOCK], traits[:MOST_IN_BLOCK])]
    step = MOST_IN_BLOCK - OPENING
    for start in range(MOST_IN_BLOCK, len(vectors), step):
        block = np.r_[:OPENING, start : min(start + step, len(vectors))]
        parts.append(weigh(vectors[block], ranks[block], traits[block])[OPENING:])
    return np.concatenate(parts)
