"""The best tree over words is found, whatever the scores of the arcs are."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from server.digest.grammar.tree import Scores, find_tree, is_tree

# Few values, so that many arcs are equally good, and cycles are common.
scores = st.integers(1, 5).flatmap(
    lambda count: arrays.arrays(np.float64, (count, count), elements=st.integers(-4, 4))
)


def is_tree_by_walking(heads: tuple[int, ...]) -> bool:
    """Return whether every word reaches the same root, found by following the heads."""
    roots = set()
    for place in range(len(heads)):
        for _ in heads:
            place = heads[place]
        roots.add(place if heads[place] == place else None)
    return len(roots) == 1 and None not in roots


def add_up(values: Scores, heads: tuple[int, ...] | list[int]) -> float:
    return float(values[np.arange(len(heads)), list(heads)].sum())


@cache
def list_trees(count: int) -> list[tuple[int, ...]]:
    return [h for h in product(range(count), repeat=count) if is_tree_by_walking(h)]


@given(scores)
# Two roots; a cycle of three; a cycle beside a root that costs much.
@example(np.array([[3, 0, 0], [0, 3, 1], [1, 0, 0]]))
@example(np.array([[0, 9, 0], [0, 0, 9], [9, 0, 0]]))
@example(np.array([[-9, 4, 0], [4, -9, 0], [0, 0, 0]]))
def test_no_tree_is_better(values: Scores) -> None:
    heads = find_tree(values)
    assert is_tree_by_walking(tuple(heads))
    assert add_up(values, heads) == max(add_up(values, tree) for tree in list_trees(len(values)))


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(*[st.integers(0, n - 1)] * n)))
def test_a_tree_is_told_from_other_heads(heads: tuple[int, ...]) -> None:
    assert is_tree(np.array(heads)) == is_tree_by_walking(heads)


def test_a_tree_of_likeliest_heads_stays() -> None:
    assert find_tree(np.array([[0.0, 2, 0], [0, 2, 0], [0, 2, 0]])) == [1, 1, 1]


@pytest.mark.parametrize("count", [50, 200])
def test_the_longest_sentence_has_a_tree(count: int) -> None:
    # Each word would hang on the next, and the last on the first: a cycle of all words.
    values = np.random.default_rng(3).normal(size=(count, count))
    values[np.arange(count), (np.arange(count) + 1) % count] += 10
    heads = find_tree(values)
    assert is_tree(np.array(heads))
    # One arc of the cycle goes, and one word becomes the root.
    kept = sum(head == (place + 1) % count for place, head in enumerate(heads))
    assert kept == count - 1
