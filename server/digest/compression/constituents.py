"""The kinds of parts that a sentence can do without, and those that punctuation marks.

Found without a parser, and only where both ends of a unit are certain. After the units of Xu and
Durrett (2019, arXiv:1902.00863) and the constraints of Clarke and Lapata (2008): no head is cut
from what depends on it, and no clause loses its subject or verb.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from server.digest.english.closed_class import CONJUNCTIONS, has_verb
from server.digest.english.tagged_sentence import TaggedSentence


class Kind(Enum):
    """The role of a unit in its sentence."""

    PARENTHESES = auto()
    ASIDE = auto()  # Between two dashes, or after a single one.
    RELATIVE = auto()
    APPOSITIVE = auto()
    PARTICIPLE = auto()
    CLAUSE = auto()  # "…, and the pier was shut", "… after the pier was shut"
    ADJUNCT = auto()  # "… in a court in Skerra"
    CONJUNCT = auto()  # "… and went home"
    CONNECTIVE = auto()
    OPENING = auto()  # An adverbial before the first comma.
    WORD = auto()  # An intensifier, or the "that" of "said that".


class Unit(NamedTuple):
    """The tokens from `start` to `end`, which can be deleted."""

    start: int
    end: int
    kind: Kind


DASHES = frozenset(("-", "--", "–", "—"))


def find_marked(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield what brackets, dashes and semicolons separate."""
    yield from _find_parentheses(sentence.tokens)
    words, total = sentence.words, len(sentence.words)
    dashes = [place for place, token in enumerate(sentence.tokens) if token in DASHES]
    if len(dashes) == 2 and dashes[0] and dashes[1] < total - 1:
        yield Unit(dashes[0], dashes[1] + 1, Kind.ASIDE)
    if len(dashes) == 1 and has_verb(words[: dashes[0]]):
        yield Unit(dashes[0], total, Kind.ASIDE)
    stops = [place for place, token in enumerate(sentence.tokens) if token.endswith(";")]
    if len(stops) == 1 and stops[0] not in sentence.quoted:
        start = stops[0] + 1
        if has_verb(words[:start]) and has_verb(words[start:]) and words[start] not in CONJUNCTIONS:
            yield Unit(start, total, Kind.CLAUSE)


def _find_parentheses(tokens: Sequence[str]) -> Iterator[Unit]:
    start = 0
    for place, token in enumerate(tokens):
        if token.startswith("("):
            start = place
        if start and re.search(r"\)[,.;:!?]*$", token):
            yield Unit(start, place + 1, Kind.PARENTHESES)
        if ")" in token:
            start = 0
