"""Whatever the text and whatever the network thinks: points are the article's, and nothing else."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from server.digest.article import Article
from server.digest.compression.compressor import shorten
from server.digest.faithfulness.checker import KINDS, find_faults
from server.digest.pipeline import edit_points
from server.digest.salience.scorer import FloatArray, Scores
from server.digest.selection.mmr import select
from tests.support.fuzzing.paths import cases, time_limit
from tests.support.fuzzing.texts import articles, mixtures, sentences
from tests.support.words import is_drawn_from


def draw_weights(seed: int, texts: Sequence[str]) -> tuple[FloatArray, ...]:
    """Return probabilities for the words of each text, often so low that much may go."""
    draw = np.random.default_rng(seed)
    return tuple(draw.beta(0.4, 0.6, len(text.split())).astype(np.float32) for text in texts)


def guess_scores(seed: int, article: Article) -> Scores:
    texts = [sentence.text for sentence in article.sentences]
    salience = np.random.default_rng(seed).random(len(texts), dtype=np.float32)
    return Scores(salience, draw_weights(seed, texts))


seeds = st.integers(0, 2**32 - 1)


@cases(3)
@given(st.one_of(sentences(), sentences(), mixtures()), seeds)
def test_a_shorter_sentence_has_words_of_the_sentence(text: str, seed: int) -> None:
    (keep,) = draw_weights(seed, [text])
    with time_limit(1):
        short = shorten(text, keep).text
    assert is_drawn_from(short, text)
    assert len(short.split()) <= len(text.split())
    # A capital is put where another word than before opens the sentence, and nowhere else.
    assert short[:1] in (text[:1], text.strip()[:1], short[:1].upper())


@cases(1)
@given(articles, seeds, st.sampled_from((3, 5, 7)))
def test_as_many_sentences_are_chosen_as_can_be(
    paragraphs: list[str], seed: int, count: int
) -> None:
    article = Article.from_paragraphs(paragraphs)
    with time_limit(1):
        chosen = select(article, guess_scores(seed, article), count)
    assert chosen == sorted(set(chosen))
    assert all(article.eligible[index] for index in chosen)
    assert len(chosen) == min(count, sum(article.eligible))


@cases(1)
@given(articles, seeds)
def test_both_styles_stand_on_the_same_spans(paragraphs: list[str], seed: int) -> None:
    article = Article.from_paragraphs(paragraphs)
    scores = guess_scores(seed, article)
    chosen = select(article, scores, 5)
    with time_limit(1):
        exact = edit_points(article, scores, chosen, "exact")
        brief = edit_points(article, scores, chosen, "brief")
    assert len(exact) == len(brief) == len(chosen)
    for whole, short in zip(exact, brief, strict=True):
        assert whole.sources == short.sources
        [source] = whole.sources
        assert paragraphs[source.paragraph][source.start : source.end] == whole.text
        assert is_drawn_from(short.text, whole.text)


@cases(2)
@given(st.one_of(sentences(), mixtures()), st.one_of(sentences(), mixtures()))
def test_the_check_of_a_rewrite_ends_with_faults_that_have_names(one: str, two: str) -> None:
    with time_limit(1):
        assert set(find_faults(one, two)) <= set(KINDS)
