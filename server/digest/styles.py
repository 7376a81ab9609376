"""How the chosen sentences are worded as points."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from server.digest.article import Sentence
from server.digest.choices import Style
from server.digest.compression.compressor import shorten
from server.digest.english.coreference import find_needs
from server.digest.english.datelines import find_body
from server.digest.english.lexicon import LexiconError
from server.digest.faithfulness.checker import find_faults
from server.digest.salience.scorer import FloatArray
from server.digest.simplification.simplifier import make_plain
from server.redaction import locate_fault

_LOG = logging.getLogger("nutgraf")


class Wording(NamedTuple):
    """The text of a point and the style it has: `brief` where `plain` was not to be had."""

    text: str
    style: Style


def find_source(sentence: Sentence) -> Sentence:
    """Return a sentence without its dateline."""
    body = find_body(sentence.text)
    return replace(sentence, start=sentence.start + body, text=sentence.text[body:])


def word_points(
    sources: Sequence[Sentence], keep: Sequence[FloatArray], style: Style = "brief"
) -> list[Wording]:
    """Return the wording of each point; `keep` has, for each source, the Scores of its sentence.

    A word may go that introduces whom a later point is about; if one does, the points before that
    one stay as they were.
    """
    exact = [source.text for source in sources]
    if style == "exact":
        return [Wording(text, style) for text in exact]
    brief = [_shorten(*pair) for pair in zip(sources, keep, strict=True)]
    before, after = find_needs(exact), find_needs(brief)
    for place in range(len(exact)):
        if before[place] and after[place] != before[place]:
            brief[:place] = exact[:place]
    return [_finish(*pair, style) for pair in zip(exact, brief, strict=True)]


def word_line(source: Sentence, keep: FloatArray, style: Style = "brief") -> Wording:
    """Return the wording of a source by itself; `keep` has the Scores of its sentence."""
    if style == "exact":
        return Wording(source.text, style)
    return _finish(source.text, _shorten(source, keep), style)


def word_plainly(exact: str, brief: str) -> Wording:
    """Return a point in plainer words, or `brief` where those cannot be had, or would not be true.

    What kept them from being made is logged, each cause once, without a word of the article.
    """
    try:
        plain = make_plain(brief)
        if not find_faults(exact, plain):
            return Wording(plain, "plain")
    except LexiconError as error:
        _report(str(error))
    except Exception as error:  # Whatever befalls the rewrite: the reader has what it is made of.
        _report(f"Internal error in the plain style: {locate_fault(error)}")
    return Wording(brief, "brief")


def _finish(exact: str, brief: str, style: Style) -> Wording:
    return word_plainly(exact, brief) if style == "plain" else Wording(brief, style)


def _shorten(source: Sentence, keep: FloatArray) -> str:
    # Counted from the last word: a dateline can be glued to the first, as in "(CNN)The mayor".
    return shorten(source.text, keep[len(keep) - len(source.text.split()) :])


@cache
def _report(cause: str) -> None:
    _LOG.error("%s", cause)
