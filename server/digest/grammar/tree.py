"""Find the best tree over the words of a sentence.

The network scores every arc by itself, so the likeliest heads of all words are not always a tree.
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.intp]


def find_tree(scores: Scores) -> list[int]:
    """Return the head of each of n words in the tree with the greatest sum of scores.

    `scores[i, j]`, (n, n), is that of word i hanging on word j, and `scores[i, i]` that of word i
    being the root. The tree has one root, which is its own head.
    """
    heads = scores.argmax(axis=1)
    if not is_tree(heads):
        heads = _find_best(scores)
    return [int(head) for head in heads]


def is_tree(heads: Heads) -> bool:
    """Return whether exactly one word is its own head, and all others lead to it."""
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) != 1:
        return False
    ancestors = heads
    for _ in range(len(heads).bit_length()):
        ancestors = ancestors[ancestors]
    return bool((ancestors == roots[0]).all())


def _find_best(scores: Scores) -> Heads:
    """Return the best tree by the algorithm of Chu and Liu (1965) and Edmonds (1967).

    Words hang on each other or on an invisible node, the last. Each arc to that node costs more
    than all other arcs can gain, so there is only one (Stanojević and Cohen 2021, "A root of a
    problem").
    """
    count = len(scores)
    cost = count * (scores.max() - scores.min()) + 1
    whole = np.full((count + 1, count + 1), -np.inf)
    whole[:count, :count] = scores
    whole[:count, count] = scores.diagonal() - cost
    np.fill_diagonal(whole, -np.inf)
    heads = _contract(whole)[:count]
    roots = heads == count
    heads[roots] = np.flatnonzero(roots)
    return heads


def _contract(scores: Scores) -> Heads:
    """Return the head of each node but the last, on which all others hang at last.

    If the best heads form a cycle, it becomes a single node, at which the rest is solved first. How
    the tree enters the cycle decides which of its arcs goes.
    """
    heads: Heads = scores.argmax(axis=1)
    heads[-1] = len(heads) - 1
    inside = _find_cycle(heads)
    if not len(inside):
        return heads
    outside = np.setdiff1d(np.arange(len(heads)), inside)
    # What each arc into the cycle gains on the one that it replaces.
    entering = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
    leaving = scores[np.ix_(outside, inside)]
    smaller = np.full((len(outside) + 1,) * 2, -np.inf)
    smaller[1:, 1:] = scores[np.ix_(outside, outside)]
    smaller[0, 1:], smaller[1:, 0] = entering.max(axis=0), leaving.max(axis=1)
    entry, *others = _contract(smaller)
    for place, head in enumerate(others[:-1]):
        heads[outside[place]] = outside[head - 1] if head else inside[leaving[place].argmax()]
    heads[inside[entering[:, entry - 1].argmax()]] = outside[entry - 1]
    return heads


def _find_cycle(heads: Heads) -> Heads:
    """Return the nodes of a cycle, ascending; none if all nodes lead to the last."""
    reached = np.zeros(len(heads), dtype=bool)
    reached[-1] = True
    for start in range(len(heads)):
        path: list[int] = []
        node = start
        while not reached[node]:
            reached[node] = True
            path.append(node)
            node = int(heads[node])
        if node in path:
            return np.sort(np.array(path[path.index(node) :]))
    return np.array([], dtype=np.intp)
