"""One pass of a real network scores every sentence and every word, however long the article."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.recurrence import weigh_recurrence
from server.digest.salience.scorer import (
    MOST_PARSED,
    MOST_TOKENS,
    FloatArray,
    Network,
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
ENCODER = Encoder.load(TINY)
TOKENS = Tokens.load(TINY.tokenizer)


class Recorder:
    """The network, and a record of what it was asked."""

    def __init__(self) -> None:
        self.windows: list[Window] = []
        self.vectors = self.traits = np.zeros((0, 0), dtype=np.float32)
        self.ranks = np.zeros(0, dtype=np.int64)

    def read(self, window: Window) -> Reading:
        self.windows.append(window)
        return ENCODER.read(window)

    def weigh(
        self, vectors: FloatArray, ranks: NDArray[np.int64], traits: FloatArray
    ) -> FloatArray:
        self.vectors, self.ranks, self.traits = vectors, ranks, traits
        return ENCODER.weigh(vectors, ranks, traits)


def score(
    paragraphs: list[str], limit: int = TINY.max_tokens, network: Network = ENCODER
) -> tuple[list[Progress], Scores]:
    scorer = SalienceScorer(TOKENS, network, limit)
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
    keep = ENCODER.read(window).keep
    _, scores = score([text])
    words = window.pieces[0].words
    tokens = [keep[1 + place] for place, word in enumerate(words) if word == 9]
    assert len(tokens) > 1
    assert_allclose(scores.keep[0][9], np.mean(tokens), rtol=1e-6)


LONG = "The bridge was built over the river and " + "it is not the same and " * 20 + "the end."


def test_a_sentence_longer_than_a_window_has_the_mean_of_its_tokens() -> None:
    windows = TOKENS.pack([LONG], 16)
    sizes = [len(window.pieces[0].words) for window in windows]
    parts = [ENCODER.read(window).vectors[0] for window in windows]
    recorder = Recorder()
    _, scores = score([LONG, PARAGRAPHS[1]], 16, recorder)
    assert len(parts) > 2
    assert_allclose(recorder.vectors[0], np.average(parts, axis=0, weights=sizes), atol=1e-6)
    assert scores.salience.shape == (2,)
    assert ((scores.keep[0] > 0) & (scores.keep[0] < 1)).all()


def test_a_sentence_longer_than_a_window_has_no_grammar() -> None:
    _, scores = score([LONG, "The river is up."], 16)
    long, short = scores.syntax
    assert long is None
    assert short is not None


def test_each_sentence_has_its_own_part_of_the_grammar() -> None:
    recorder = Recorder()
    _, scores = score(PARAGRAPHS, network=recorder)
    article = Article.from_paragraphs(PARAGRAPHS)
    places = [(window, piece) for window in recorder.windows for piece in window.pieces]
    for (window, piece), sentence, syntax in zip(
        places, article.sentences, scores.syntax, strict=True
    ):
        assert syntax is not None
        own = slice(piece.start, piece.end)
        reading = ENCODER.read(window)
        assert_array_equal(syntax.arcs, reading.arcs[own, own])
        # No view, which would keep the whole window.
        assert syntax.arcs.base is None
        assert syntax.relations == tuple(reading.relations[own])
        texts = [sentence.text[start:end] for start, end in syntax.spans]
        assert "".join(texts) == "".join(sentence.text.split())


def test_a_sentence_of_too_many_tokens_is_not_parsed() -> None:
    # Six tokens are in neither row.
    sizes = (MOST_PARSED - 6, MOST_PARSED - 5)
    short, long = (f"The {'z ' * size}is in the river." for size in sizes)
    _, scores = score([short, long], limit=500)
    assert [syntax is None for syntax in scores.syntax] == [False, True]


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
    assert (scores.salience == 0).all()
    assert set(scores.syntax) <= {None}


def test_all_sentences_are_weighed_at_once_with_their_ranks_and_traits() -> None:
    recorder = Recorder()
    paragraphs = ["By Ada Lund", *PARAGRAPHS, "\u200b", "A ferry by the river helps people."]
    _, scores = score(paragraphs, 60, recorder)
    assert len(recorder.windows) > 1
    article = Article.from_paragraphs(paragraphs)
    recurrence = weigh_recurrence(article.stems)
    # The paragraph of a zero-width space has no tokens, so nothing about it is known.
    read = [place for place in range(7) if place != 5]
    assert recorder.ranks.tolist() == [0, 0, 1, 2, 3, 4]
    assert_array_equal(recorder.traits[:, 0], np.array(article.eligible)[read])
    assert_array_equal(recorder.traits[:, 1], recurrence[read])
    assert scores.salience[5] == 0
    assert_array_equal(
        scores.salience[read],
        ENCODER.weigh(recorder.vectors, recorder.ranks, recorder.traits),
    )


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


class Silent:
    """A network that says nothing, and counts."""

    def __init__(self) -> None:
        self.windows: list[Window] = []
        self.longest = 0

    def read(self, window: Window) -> Reading:
        self.windows.append(window)
        size = len(window.ids)
        vectors = np.zeros((len(window.pieces), 8), dtype=np.float32)
        arcs = np.zeros((size, size), dtype=np.float32)
        return Reading(vectors, arcs[0], arcs, ["dep"] * size)

    def weigh(self, vectors: FloatArray, *_: object) -> FloatArray:
        self.longest = max(self.longest, len(vectors))
        return np.zeros(len(vectors), dtype=np.float32)


def measure_arcs(scores: Scores) -> Iterator[int]:
    """Yield the bytes that the grammar of each sentence takes."""
    for syntax in scores.syntax:
        yield syntax.arcs.nbytes if syntax else 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The town council said that " + "1,2;3.4" * 80 + ".", 600),
        ("The town council said that " + "1,2;3.4" * 24 + ".", 600),
        ("The council said so.", 3000),
    ],
    ids=["longest sentences", "longest that are parsed", "most sentences"],
)
def test_the_work_and_memory_for_any_text_are_bounded(text: str, count: int) -> None:
    silent = Silent()
    _, scores = score([text] * count, 512, silent)
    pieces = [piece for window in silent.windows for piece in window.pieces]
    assert sum(piece.end - piece.start for piece in pieces) <= MOST_TOKENS
    assert {piece.sentence for piece in pieces} == set(range(count))
    assert silent.longest <= 256
    assert sum(measure_arcs(scores)) <= MOST_TOKENS * MOST_PARSED * 4
