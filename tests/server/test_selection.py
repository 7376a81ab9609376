"""Selection: salient, eligible, different, in reading order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from server.digest.article import Article
from server.digest.scoring import Scores
from server.digest.selection import select

STORY = (
    "The council will close the Harrow Bridge to traffic from the first of March.",
    "Engineers found cracks in two of its five stone piers in the autumn survey.",
    "The mayor said that the repair would cost the town about four million pounds.",
    "A ferry will carry people across the river for as long as the work lasts.",
    "Shops on the east bank fear that they will lose most of their winter trade.",
    "The bridge was opened in 1871 and last repaired after the flood of 1953.",
)


def make_scores(salience: list[float], vectors: list[list[float]] | None = None) -> Scores:
    rows = np.eye(len(salience)) if vectors is None else np.array(vectors)
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return Scores(np.array(salience, dtype=np.float32), units.astype(np.float32))


def make_article(*sentences: str) -> Article:
    article = Article.from_paragraphs(sentences)
    assert len(article.sentences) == len(sentences)
    return article


def test_the_most_salient_come_in_the_articles_order() -> None:
    scores = make_scores([0.1, 0.8, 0.2, 1.0, 0.0, 0.9])
    assert select(make_article(*STORY), scores, 3) == [1, 3, 5]


def test_a_repetition_gives_way_to_something_new() -> None:
    scores = make_scores([1.0, 0.9, 0.0], [[1, 0], [1, 0.1], [0, 1]])
    assert select(make_article(*STORY[:3]), scores, 2) == [0, 2]


def test_a_repetition_is_taken_when_nothing_else_is_left() -> None:
    scores = make_scores([1.0, 0.9, 0.8], [[1, 0], [1, 0.1], [1, 0.2]])
    assert select(make_article(*STORY[:3]), scores, 3) == [0, 1, 2]


def test_of_two_nearly_as_salient_the_less_alike_is_taken() -> None:
    scores = make_scores([1.0, 0.52, 0.5], [[1, 0], [1, 1], [0, 1]])
    assert select(make_article(*STORY[:3]), scores, 2) == [0, 2]


def test_equally_good_sentences_are_taken_from_the_top() -> None:
    assert select(make_article(*STORY), make_scores([0.5] * 6), 3) == [0, 1, 2]


def test_a_line_that_cannot_stand_as_a_point_is_passed_over() -> None:
    article = make_article("Read more", *STORY[:3])
    assert select(article, make_scores([1.0, 0.1, 0.2, 0.3]), 2) == [2, 3]


@pytest.mark.parametrize("count", [0, 1, 6, 7], ids=["none", "one", "all", "more than there are"])
def test_no_more_than_asked_for_and_all_that_there_are(count: int) -> None:
    chosen = select(make_article(*STORY), make_scores([0.1, 0.5, 0.3, 0.2, 0.9, 0.4]), count)
    assert len(chosen) == min(count, len(STORY))


def test_an_article_without_sentences_has_no_points() -> None:
    empty = np.zeros((0, 0), dtype=np.float32)
    assert select(Article.from_paragraphs([]), Scores(empty[:, 0:1].ravel(), empty), 3) == []


@settings(deadline=None)  # A loaded machine is not a bug.
@given(arrays(np.float32, 6, elements=st.floats(0, 1, width=32)), st.integers(0, 8))
def test_choices_are_distinct_sorted_and_lead_with_the_best(
    salience: np.ndarray[tuple[int], np.dtype[np.float32]], count: int
) -> None:
    vectors = np.eye(6, dtype=np.float32)
    chosen = select(make_article(*STORY), Scores(salience, vectors), count)
    assert chosen == sorted(set(chosen))
    assert count == 0 or int(salience.argmax()) in chosen
