"""A sentence is central if later sentences return to it."""

from pathlib import Path

import numpy as np
import pytest

from model.evaluation.centrality import CentralityScorer, weigh_centrality
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.scorer import FloatArray, Progress, Scores
from server.digest.salience.windows import Tokens, Window
from tests.support.application import PARAGRAPHS, run

TINY = Artifact.load(Path(__file__).parents[2] / "fixtures" / "tiny-model")
TOKENS = Tokens.load(TINY.tokenizer)
# One state per word piece, whatever its context: the simplest possible encoder.
STATES = np.random.default_rng(2026).normal(size=(1000, 8)).astype(np.float32)


def encode(window: Window) -> FloatArray:
    return STATES[list(window.ids)]


def score(paragraphs: list[str], limit: int = TINY.max_tokens) -> tuple[list[Progress], Scores]:
    scorer = CentralityScorer(TOKENS, encode, limit)
    return run(scorer.score(Article.from_paragraphs(paragraphs)))


def unit(*rows: tuple[float, float]) -> FloatArray:
    array = np.array(rows, dtype=np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def test_salience_of_every_sentence_spans_zero_to_one() -> None:
    _, scores = score(PARAGRAPHS)
    assert scores.salience.shape == (4,)
    assert scores.salience.dtype == np.float32
    assert (scores.salience.min(), scores.salience.max()) == (0, 1)


def test_every_word_is_kept() -> None:
    _, scores = score(PARAGRAPHS)
    assert [keep.tolist() for keep in scores.keep] == [[1] * words for words in (10, 6, 10, 10)]


def test_a_sentence_longer_than_a_window_is_read_to_its_end() -> None:
    start = "The bridge was built over the river and " + "it is not the same and " * 20
    others = ["The school was new.", "The water was high."]
    _, one = score([start + "the school.", *others], limit=16)
    _, other = score([start + "the water.", *others], limit=16)
    assert not np.allclose(one.salience, other.salience)


def test_progress_counts_windows_to_the_total() -> None:
    told, _ = score(PARAGRAPHS)
    assert told == [Progress(done, 4) for done in (1, 2, 3, 4)]


@pytest.mark.parametrize("paragraphs", [[], [""], ["The bridge is closed."]])
def test_articles_with_nothing_to_compare_are_scored(paragraphs: list[str]) -> None:
    _, scores = score(paragraphs)
    assert (scores.salience == 1).all()
    assert len(scores.salience) == len(scores.keep) <= 1


def test_a_sentence_without_tokens_is_like_no_other() -> None:
    _, scores = score(["The bridge is closed.", "\u200b\u200d", "The river is high."])
    assert len(scores.salience) == 3
    assert np.isfinite(scores.salience).all()


def test_the_first_to_say_what_others_repeat_is_most_salient() -> None:
    salience = weigh_centrality(unit((0, 1), (1, 0), (1, 0.1), (1, 0.2)))
    assert salience.argmax() == 1


def test_the_last_to_repeat_is_least_salient() -> None:
    salience = weigh_centrality(unit((1, 0), (1, 0.1), (0, 1), (1, 0.05)))
    assert salience.argmin() == 3


def test_sentences_all_alike_are_weighed_without_dividing_by_zero() -> None:
    assert np.isfinite(weigh_centrality(unit((1, 0), (1, 0), (1, 0)))).all()
