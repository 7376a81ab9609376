"""However long an article, its sentences are weighed in blocks that have a bound."""

import numpy as np
import pytest
from numpy.typing import NDArray

from server.digest.salience.blocks import MOST_IN_BLOCK, OPENING, FloatArray, weigh_in_blocks


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (1, [1]),
        (MOST_IN_BLOCK, [MOST_IN_BLOCK]),
        (MOST_IN_BLOCK + 1, [MOST_IN_BLOCK, OPENING + 1]),
        (2 * MOST_IN_BLOCK - OPENING, [MOST_IN_BLOCK] * 2),
        (3 * MOST_IN_BLOCK, [MOST_IN_BLOCK] * 3 + [3 * OPENING]),
    ],
)
def test_each_sentence_is_weighed_once_beside_the_opening(count: int, sizes: list[int]) -> None:
    seen: list[list[int]] = []

    def weigh(vectors: FloatArray, ranks: NDArray[np.int64], traits: FloatArray) -> FloatArray:
        assert (vectors[:, 0] == ranks).all()
        assert (traits[:, 0] == ranks).all()
        seen.append(ranks.tolist())
        return vectors[:, 0] + len(seen)

    numbers = np.arange(count)
    rows = numbers[:, None].astype(np.float32)
    salience = weigh_in_blocks(weigh, rows, numbers, rows)
    assert [len(block) for block in seen] == sizes
    own = [seen[0], *(block[OPENING:] for block in seen[1:])]
    assert [number for block in own for number in block] == numbers.tolist()
    assert all(block[:OPENING] == list(range(OPENING)) for block in seen[1:])
    # Of each sentence, what its own block said.
    said = [number + place for place, block in enumerate(own, start=1) for number in block]
    assert salience.tolist() == said
