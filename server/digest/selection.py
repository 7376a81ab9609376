"""Which sentences become points: the salient ones that do not repeat each other."""

import numpy as np

from server.digest.article import Article
from server.digest.boilerplate import is_eligible
from server.digest.scoring import Scores

# The share of salience in the trade against likeness, and the likeness from which two sentences say
# the same. Chosen by ROUGE in model/LOG.md, 2026-11-22; both protect against repetition and cost
# nothing, where a smaller share of salience costs much.
SALIENCE = 0.9
REPETITION = 0.8


def select(article: Article, scores: Scores, count: int) -> list[int]:
    """Return the indices of at most `count` sentences, in the article's order.

    Greedy maximal marginal relevance (Carbonell and Goldstein 1998) over the eligible sentences:
    each choice has the best salience less its likeness to the nearest sentence chosen before.
    A repetition is chosen only if nothing else is left; fewer than `count` are returned only if
    fewer sentences can stand as a point.
    """
    eligible = [i for i, sentence in enumerate(article.sentences) if is_eligible(sentence.text)]
    likeness = scores.vectors @ scores.vectors.T
    nearest = np.zeros_like(scores.salience)
    chosen: list[int] = []
    while eligible and len(chosen) < count:
        gains = SALIENCE * scores.salience - (1 - SALIENCE) * nearest
        best = max(eligible, key=lambda index: (nearest[index] < REPETITION, gains[index]))
        eligible.remove(best)
        chosen.append(best)
        nearest = np.maximum(nearest, likeness[best])
    return sorted(chosen)
