"""Measure how often the article returns to what each sentence says; no single window shows it."""

from collections import Counter
from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

# Added to the length of a sentence, or a single word would put the shortest first. Chosen together
# with the weight in scorer.py: model/LOG.md, 2026-11-22.
DAMPING = 5


def weigh_recurrence(stems: Sequence[Set[str]]) -> NDArray[np.float32]:
    """Return the recurrence of each sentence, (S,), in standard deviations from the mean.

    `stems` are those of each sentence, as `Article.stems` has them.
    Each content word counts by the logarithm of how many sentences contain it, as in SumBasic
    (Nenkova and Vanderwende 2005), whose word counts are a summarizer by themselves.
    """
    counts = Counter(stem for own in stems for stem in own)
    logarithms = dict(zip(counts, np.log(list(counts.values())).tolist(), strict=True))
    weights = np.array(
        [sum(logarithms[stem] for stem in own) / (len(own) + DAMPING) for own in stems],
        dtype=np.float32,
    )
    spread = weights.std() if len(weights) else 0.0
    return (weights - weights.mean()) / spread if spread > 0 else np.zeros_like(weights)
