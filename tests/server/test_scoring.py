"""Centrality: what the rest of the article comes back to is salient."""

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from server.artifact import Artifact
from server.digest.article import Article
from server.digest.scoring import (
    CentralityScorer,
    FloatArray,
    Progress,
    Scores,
    weigh_centrality,
)
from server.digest.tokens import Tokens
from server.encoder import Encoder

TINY = Artifact.load(Path(__file__).parents[1] / "fixtures" / "tiny-model")
ENCODER = Encoder.load(TINY.network)
TOKENS = Tokens.load(TINY.tokenizer)

PARAGRAPHS = [
    "The council will close the Harrow Bridge for a year. Engineers found cracks in two piers.",
    "The mayor said the work would cost four million pounds.",
    "People who live by the river asked for a ferry.",
]


def run(steps: Generator[Progress, None, Scores]) -> tuple[list[Progress], Scores]:
    """Run a scorer to its end; return what it yielded and what it returned."""
    told: list[Progress] = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as stop:
            return told, stop.value


def score(paragraphs: list[str], limit: int = TINY.max_tokens) -> tuple[list[Progress], Scores]:
    scorer = CentralityScorer(TOKENS, ENCODER.encode, limit)
    return run(scorer.score(Article.from_paragraphs(paragraphs)))


def unit(*rows: tuple[float, float]) -> FloatArray:
    array = np.array(rows, dtype=np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def test_scores_have_one_row_a_sentence() -> None:
    _, scores = score(PARAGRAPHS)
    assert scores.salience.shape == (4,)
    assert scores.vectors.shape == (4, 8)
    assert scores.salience.dtype == scores.vectors.dtype == np.float32


def test_salience_spans_zero_to_one_and_vectors_are_unit_rows() -> None:
    _, scores = score(PARAGRAPHS)
    assert (scores.salience.min(), scores.salience.max()) == (0, 1)
    assert_allclose(np.linalg.norm(scores.vectors, axis=1), 1, rtol=1e-6)


def test_a_vector_is_the_mean_of_its_sentence_alone() -> None:
    _, scores = score(PARAGRAPHS)
    (window,) = TOKENS.pack(["The mayor said the work would cost four million pounds."], 128)
    mean = ENCODER.encode(window).mean(axis=0)
    assert_allclose(scores.vectors[2], mean / np.linalg.norm(mean), rtol=1e-5)


def test_a_sentence_longer_than_a_window_is_read_to_its_end() -> None:
    start = "The bridge was built over the river and " + "it is not the same and " * 20
    _, scores = score([start + "the school.", start + "the water."], limit=16)
    assert not np.allclose(scores.vectors[0], scores.vectors[1])


def test_progress_counts_windows_to_the_total() -> None:
    told, _ = score(PARAGRAPHS)
    assert told == [Progress(done, 4) for done in (1, 2, 3, 4)]


@pytest.mark.parametrize("paragraphs", [[], [""], ["The bridge is closed."]])
def test_articles_with_nothing_to_compare_are_scored(paragraphs: list[str]) -> None:
    _, scores = score(paragraphs)
    assert (scores.salience == 1).all()
    assert len(scores.salience) == len(scores.vectors) <= 1


def test_a_sentence_without_tokens_is_like_no_other() -> None:
    _, scores = score(["The bridge is closed.", "\u200b\u200d", "The river is high."])
    assert len(scores.salience) == 3
    assert not scores.vectors[1].any()
    assert np.isfinite(scores.salience).all()


def test_the_first_to_say_what_others_repeat_is_most_salient() -> None:
    salience = weigh_centrality(unit((0, 1), (1, 0), (1, 0.1), (1, 0.2)))
    assert salience.argmax() == 1


def test_the_last_to_repeat_is_least_salient() -> None:
    salience = weigh_centrality(unit((1, 0), (1, 0.1), (0, 1), (1, 0.05)))
    assert salience.argmin() == 3


def test_sentences_all_alike_are_weighed_without_dividing_by_zero() -> None:
    assert np.isfinite(weigh_centrality(unit((1, 0), (1, 0), (1, 0)))).all()
