"""One pass of a real network scores every sentence and every word, however long the article."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.scorer import (
    MOST_TOKENS,
    Progress,
    Reading,
    SalienceScorer,
    Scores,
    rank_sentences,
)
from server.digest.salience.windows import Tokens, Window
from server.digest.segmentation.eligibility import MOST_CHARACTERS
from server.encoder import Encoder
from tests.support.application import PARAGRAPHS, run

TINY = Artifact.load(Path(__file__).parents[2] / "fixtures" / "tiny-model")
ENCODER = Encoder.load(TINY.network)
TOKENS = Tokens.load(TINY.tokenizer)


def score(paragraphs: list[str], limit: int = TINY.max_tokens) -> tuple[list[Progress], Scores]:
    scorer = SalienceScorer(TOKENS, ENCODER.read, limit)
    return run(scorer.score(Article.from_paragraphs(paragraphs)))


def test_scores_are_probabilities_of_every_sentence_and_word() -> None:
    _, scores = score(PARAGRAPHS)
    assert scores.salience.shape == (4,)
    assert [len(keep) for keep in scores.keep] == [10, 6, 10, 10]
    for values in (scores.salience, *scores.keep):
        assert values.dtype == np.float32
        assert ((values > 0) & (values < 1)).all()


@pytest.mark.parametrize("limit", [40, 80, 128])
def test_progress_counts_windows_to_the_total(limit: int) -> None:
    told, _ = score(PARAGRAPHS, limit)
    total = len(TOKENS.pack([s.text for s in Article.from_paragraphs(PARAGRAPHS).sentences], limit))
    assert [(step.done, step.total) for step in told] == [(i + 1, total) for i in range(len(told))]
    assert len(told) >= total


def test_a_word_is_the_mean_of_its_tokens() -> None:
    text = "The mayor said the work would cost four million pounds."
    (window,) = TOKENS.pack([text], 128)
    keep = ENCODER.read(window, [0]).keep
    _, scores = score([text])
    words = window.pieces[0].words
    tokens = [keep[1 + place] for place, word in enumerate(words) if word == 9]
    assert len(tokens) > 1
    assert_allclose(scores.keep[0][9], np.mean(tokens), rtol=1e-6)


def test_a_sentence_longer_than_a_window_counts_as_its_most_salient_part() -> None:
    text = "The bridge was built over the river and " + "it is not the same and " * 20 + "the end."
    windows = TOKENS.pack([text], 16)
    parts = [ENCODER.read(window, [0]).salience[0] for window in windows]
    _, scores = score([text], limit=16)
    assert len(parts) > 2
    assert scores.salience[0] == pytest.approx(max(parts), rel=1e-5)
    assert ((scores.keep[0] > 0) & (scores.keep[0] < 1)).all()


def test_a_word_without_tokens_is_kept() -> None:
    _, scores = score(["The bridge is \u0007 closed."])
    assert scores.keep[0][3] == 1
    assert (scores.keep[0][[0, 1, 2, 4]] < 1).all()


def test_what_the_article_comes_back_to_gains() -> None:
    again = [*PARAGRAPHS, "A ferry by the river would help people.", "The ferry is for people."]
    (_, before), (_, after) = score(PARAGRAPHS), score(again)
    assert after.salience[3] > before.salience[3]


@pytest.mark.parametrize("paragraphs", [[], [""], ["\u200b\u200d"]])
def test_articles_without_words_have_no_salience(paragraphs: list[str]) -> None:
    told, scores = score(paragraphs)
    assert told == []
    assert (scores.salience < 0.001).all()


def test_each_window_is_told_how_many_sentences_come_before_it() -> None:
    asked: list[list[int]] = []

    def read(window: Window, ranks: list[int]) -> Reading:
        asked.append(ranks)
        return ENCODER.read(window, ranks)

    run(SalienceScorer(TOKENS, read, 60).score(Article.from_paragraphs(PARAGRAPHS)))
    assert len(asked) > 1
    assert [rank for ranks in asked for rank in ranks] == [0, 1, 2, 3]


def test_bylines_do_not_push_the_story_down() -> None:
    story = "The council will close the Harrow Bridge for a year."
    article = Article.from_paragraphs(["By Ada Lund", "Published: Monday", story, story])
    assert rank_sentences(article.eligible) == [0, 0, 0, 1]


def test_a_sentence_too_long_for_a_point_is_read_by_its_opening_alone() -> None:
    opening = "The bridge was built over the river and the council has closed it"
    long = opening + " and it is not the same" * 200 + "."
    told, scores = score([long, PARAGRAPHS[0]])
    cut, _ = score([long[:MOST_CHARACTERS], PARAGRAPHS[0]])
    assert len(told) == len(cut) < 10
    assert len(scores.keep[0]) == len(long.split())
    # What was not read is not judged.
    assert (scores.keep[0][MOST_CHARACTERS:] == 1).all()
    assert (scores.keep[1] < 1).all()


def test_the_work_for_text_that_is_no_prose_is_bounded() -> None:
    soup = ["The town council said that " + "1,2;3.4" * 80 + "."] * 600
    begun: list[Window] = []

    def read(window: Window, _: list[int]) -> Reading:
        begun.append(window)
        size = len(window.ids)
        zeros = np.zeros(size, dtype=np.float32)
        return Reading(zeros[: len(window.pieces)], zeros)

    run(SalienceScorer(TOKENS, read, 512).score(Article.from_paragraphs(soup)))
    assert sum(p.end - p.start for window in begun for p in window.pieces) <= MOST_TOKENS
    assert {piece.sentence for window in begun for piece in window.pieces} == set(range(600))
