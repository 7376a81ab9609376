"""Each point is explained: its salience, its grammar, and what was cut and why."""

import numpy as np
import pytest

from server.cli.explanation import format_explanations
from server.digest.article import Article, Sentence
from server.digest.choices import STYLES, Style
from server.digest.compression.compressor import Cut
from server.digest.explanation import Explanation
from server.digest.grammar.grammar import Grammar, Word
from server.digest.result import Point
from server.errors import TooShort
from server.summarizer import Summarizer
from tests.support.application import PARAGRAPHS, STORY, SteppingScorer

SPARE = "(again)"
BODY = f"The harbour board will close the swing bridge {SPARE} to all traffic next spring."


@pytest.mark.parametrize("style", STYLES)
def test_the_points_are_those_of_the_digest(summarizer: Summarizer, style: Style) -> None:
    article = Article.from_paragraphs(STORY)
    explained = summarizer.explain(article, 5, style)
    assert (
        tuple(own.point for own in explained) == summarizer.digest(article, 5, style=style).points
    )


def test_what_cannot_be_shortened_is_not_explained(summarizer: Summarizer) -> None:
    with pytest.raises(TooShort):
        summarizer.explain(Article.from_paragraphs(STORY[:1]), 3)


@pytest.mark.parametrize("dateline", ["", "(CNN)", "LONDON (AP) — "])
def test_a_cut_is_told_with_its_licence(dateline: str) -> None:
    summarizer = Summarizer("stepping", SteppingScorer(drop=(SPARE,)))
    article = Article.from_paragraphs((dateline + BODY, *STORY))
    (explained,) = summarizer.explain(article, 1)
    (cut,) = explained.cuts
    assert (cut.licence, cut.keep) == ("parentheses", 0)
    assert (explained.index, explained.salience, explained.grammar) == (0, 1, None)
    # Among the words of the whole sentence, with its dateline.
    words = (dateline + BODY).split()
    assert [words[word] for word in explained.cut_words] == [SPARE]


def test_exact_points_have_no_cuts() -> None:
    summarizer = Summarizer("stepping", SteppingScorer(drop=(SPARE,)))
    article = Article.from_paragraphs((BODY, *STORY))
    assert all(not own.cuts for own in summarizer.explain(article, 3, "exact"))


def test_a_network_that_knows_grammar_gives_a_tree(summarizer: Summarizer) -> None:
    article = Article.from_paragraphs(PARAGRAPHS)
    for explained in summarizer.explain(article, 3):
        assert explained.grammar is not None
        assert explained.grammar.text == explained.text
        assert len(explained.keep) == len(explained.text.split())


def explain() -> Explanation:
    text = "(AP) – Lund didn't sail (again)."
    source = Sentence(0, 7, len(text), text[7:])
    starts = {"(": 0, "AP": 1, ")": 3, "–": 5, "Lund": 7, "did": 12, "n't": 15, "sail": 19}
    heads = (1, 7, 1, 1, 7, 7, 7, 7)
    relations = ("punct", "dep", "punct", "punct", "nsubj", "aux", "advmod", "root")
    words = [
        Word(start, start + len(word), head, relation)
        for (word, start), head, relation in zip(starts.items(), heads, relations, strict=True)
    ]
    words += [Word(24, 25, 9, "punct"), Word(25, 30, 7, "advmod"), Word(30, 31, 9, "punct")]
    words += [Word(31, 32, 7, "punct")]
    return Explanation(
        Point("Lund didn't sail.", (source,), "brief"),
        text,
        4,
        0.625,
        np.array([0.5, 0.5, 0.9, 0.8, 0.7, 0.05], dtype=np.float32),
        Grammar.of(text, words),
        (Cut((3,), "parentheses", 0.05),),
    )


def test_an_explanation_can_be_read_in_a_terminal() -> None:
    assert (
        format_explanations([explain()], 9)
        == """\
• Lund didn't sail.
  Sentence 5 of 9, salience 0.62.
  Cut “(again).”: parentheses, keep 0.05.

    1   0.50      (    punct   2 AP
    2   0.50    AP     dep     8 sail
    3   0.50      )    punct   2 AP
    4   0.50      –    punct   2 AP
    5   0.90    Lund   nsubj   8 sail
    6   0.80    did    aux     8 sail
    7   0.80    n't    advmod  8 sail
    8   0.70  sail     root
    9 - 0.05      (    punct   10 again
   10 - 0.05    again  advmod  8 sail
   11 - 0.05      )    punct   10 again
   12 - 0.05    .      punct   8 sail
"""
    )


def test_a_sentence_that_was_not_parsed_is_said_to_be() -> None:
    summarizer = Summarizer("stepping", SteppingScorer())
    article = Article.from_paragraphs((BODY, *STORY))
    told = format_explanations(summarizer.explain(article, 2), len(article.sentences))
    assert told.count("  The sentence was not parsed") == 2
    assert told.count("  Nothing was cut.") == 2
    assert f"• {BODY}\n  Sentence 1 of 12, salience 1.00." in told
