"""How the chosen sentences are worded as points."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from server.digest.antecedents import find_needs
from server.digest.article import Sentence
from server.digest.datelines import find_body
from server.digest.grounding import find_faults
from server.digest.plain.rewriting import make_plain
from server.digest.scoring import FloatArray
from server.digest.shortening import shorten

# Shortened to words of its sentence, told in plainer words, or that sentence word for word.
Style = Literal["brief", "plain", "exact"]


def find_source(sentence: Sentence) -> Sentence:
    """Return a sentence without its dateline."""
    body = find_body(sentence.text)
    return replace(sentence, start=sentence.start + body, text=sentence.text[body:])


def word_points(
    sources: Sequence[Sentence], keep: Sequence[FloatArray], style: Style = "brief"
) -> list[str]:
    """Return the text of each point; `keep` has, for each source, the Scores of its sentence.

    A word may go that introduces whom a later point is about; if one does, the points before that
    one stay as they were.
    """
    exact = [source.text for source in sources]
    if style == "exact":
        return exact
    brief = [word_line(*pair, style="brief") for pair in zip(sources, keep, strict=True)]
    before, after = find_needs(exact), find_needs(brief)
    for place in range(len(exact)):
        if before[place] and after[place] != before[place]:
            brief[:place] = exact[:place]
    if style == "brief":
        return brief
    return [word_plainly(*pair) for pair in zip(exact, brief, strict=True)]


def word_line(source: Sentence, keep: FloatArray, style: Style = "brief") -> str:
    """Return the text of a source by itself; `keep` has the Scores of its sentence."""
    if style == "exact":
        return source.text
    # Counted from the last word: a dateline can be glued to the first, as in "(CNN)The mayor".
    brief = shorten(source.text, keep[len(keep) - len(source.text.split()) :])
    return brief if style == "brief" else word_plainly(source.text, brief)


def word_plainly(exact: str, brief: str) -> str:
    """Return a point in plainer words, or `brief` where those would not be true to the sentence."""
    plain = make_plain(brief)
    return brief if find_faults(exact, plain) else plain
