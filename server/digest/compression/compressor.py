"""Shorten a sentence: delete the parts with low keep probability, as long as the rest stays true.

Compression by deletion (Filippova and Altun 2013): the remaining words are those of the sentence in
their order; only punctuation at the seams and the case of the first letter change.
`constituents.py` and the modules that import it find what can go, `protected.py` what cannot.
"""

import re
from collections.abc import Sequence, Set
from statistics import fmean
from typing import NamedTuple

from server.digest.compression.appositives import find_comma_units
from server.digest.compression.constituents import Kind, Unit, find_marked
from server.digest.compression.discourse_markers import find_fillers
from server.digest.compression.prepositional_phrases import find_phrases
from server.digest.compression.protected import find_facts, find_protected
from server.digest.compression.trailing_clauses import find_tails
from server.digest.english.closed_class import (
    PREPOSITIONS,
    SUBORDINATORS,
    find_words,
    has_verb,
    opens_on_verb,
)
from server.digest.english.coreference import find_needs
from server.digest.english.tagged_sentence import TaggedSentence
from server.digest.salience.scorer import FloatArray
from server.digest.segmentation.eligibility import is_eligible

# A unit is deleted if the mean keep probability of its words is lower. Up to here, editors leave it
# out of highlights too; from 0.5 on, long highlights contain it (ROUGE-2 falls).
THRESHOLD = 0.4
# Highlights never contain what brackets hold. A clause with a verb carries information, and they do
# contain it as soon as the keep head is in doubt.
THRESHOLDS = {
    Kind.CONNECTIVE: 1.1,  # Always: a point does not continue a sentence before it.
    Kind.PARENTHESES: 0.5,
    Kind.RELATIVE: 0.22,
    Kind.CLAUSE: 0.22,
    Kind.CONJUNCT: 0.22,
}
# Numbers, names and dates may go with one of these, which is a remark or a statement of its own. In
# any other unit they are the news: "was shut [in March]".
WITH_FACTS = frozenset(
    (
        Kind.PARENTHESES,
        Kind.ASIDE,
        Kind.RELATIVE,
        Kind.APPOSITIVE,
        Kind.PARTICIPLE,
        Kind.CONJUNCT,
    )
)
# With one of these, the comma before it goes too: "Marlow, a pilot, swam" -> "Marlow swam".
BETWEEN_COMMAS = frozenset((Kind.RELATIVE, Kind.APPOSITIVE, Kind.PARTICIPLE))
# A larger unit is not a remark; a wrong cut would delete most of the story.
LARGEST_SHARE = 0.7


class Cut(NamedTuple):
    """Words that a text does without, by their indices among those of `str.split`.

    `licence` names the rule that says that the rest stays true. `keep` is the mean keep probability
    of the words, for which they were chosen.
    """

    words: tuple[int, ...]
    licence: str
    keep: float


class Shortened(NamedTuple):
    """A shorter version of a text, and what was cut, in the order of cutting."""

    text: str
    cuts: tuple[Cut, ...] = ()


COMMA = re.compile(r"(?<![,;:])[,;:]+$")
SEAM = re.compile(r"(?<![,;:])[,;:]+([\"”’']?)$")
FINAL_MARKS = re.compile(r"[.!?…,;:]+[\"”’'»)\]]*$")


def shorten_points(texts: Sequence[str], keep: Sequence[FloatArray]) -> list[Shortened]:
    """Return shorter versions of the points of one digest.

    `keep` holds, for each point, the keep probabilities of the words of its sentence; the sentence
    may have more words, before the point. If a cut removes the name that a later point refers to,
    the points before that one stay whole.
    """
    # Counted from the last word: a dateline can be glued to the first, as in "(CNN)The mayor".
    short = [
        shorten(text, own[len(own) - len(text.split()) :])
        for text, own in zip(texts, keep, strict=True)
    ]
    needs = zip(find_needs(texts), find_needs([own.text for own in short]), strict=True)
    for place, (before, after) in enumerate(needs):
        if before and after != before:
            short[:place] = [Shortened(text) for text in texts[:place]]
    return short


def shorten(text: str, keep: FloatArray) -> Shortened:
    """Return a shorter version of a sentence, or `text` itself if nothing may go.

    `keep`, (W,), holds the keep probability of each word of `text.split()`. The unit with the
    lowest mean goes first, and what is left is analysed again as a sentence.
    """
    tokens = text.split()
    weights: list[float] = keep.tolist()
    places = list(range(len(tokens)))
    cuts: list[Cut] = []
    while unit := _find_least(tokens, weights):
        tokens = _cut(tokens, unit)
        span = slice(unit.start, unit.end)
        cuts.append(Cut(tuple(places[span]), unit.kind.name.lower(), fmean(weights[span])))
        del places[span], weights[span]
    return Shortened(" ".join(tokens) if cuts else text, tuple(cuts))


def _find_least(tokens: Sequence[str], weights: Sequence[float]) -> Unit | None:
    if not tokens:
        return None
    sentence = TaggedSentence(tokens)
    protected = sentence.quoted | find_protected(tokens)
    told = protected | find_facts(tokens)
    finders = (find_marked, find_comma_units, find_phrases, find_tails, find_fillers)
    found = (unit for find in finders for unit in find(sentence))
    weighed = ((fmean(weights[unit.start : unit.end]), unit) for unit in found)
    idle = [
        (weight, unit)
        for weight, unit in weighed
        if _may_go(unit, weight, tokens, protected if unit.kind in WITH_FACTS else told)
    ]
    idle.sort(key=lambda pair: (pair[0], pair[1].start - pair[1].end))
    return next((unit for _, unit in idle if _is_sound(_cut(tokens, unit))), None)


def _may_go(unit: Unit, weight: float, tokens: Sequence[str], protected: Set[int]) -> bool:
    """Return whether a unit is improbable, small, and free of protected words."""
    is_free = protected.isdisjoint(range(unit.start, unit.end)) or unit.kind is Kind.CONNECTIVE
    is_small = unit.end - unit.start <= LARGEST_SHARE * len(tokens)
    return is_free and is_small and weight < THRESHOLDS.get(unit.kind, THRESHOLD)


def _is_sound(tokens: Sequence[str]) -> bool:
    """Return whether the tokens are still a sentence and eligible as a point."""
    return has_verb(find_words(tokens)) and is_eligible(" ".join(tokens))


def _cut(tokens: Sequence[str], unit: Unit) -> list[str]:
    """Return the tokens without a unit, with the punctuation at the seam repaired."""
    left, right = list(tokens[: unit.start]), list(tokens[unit.end :])
    last = tokens[unit.end - 1]
    if not left:
        right[0] = right[0][:1].upper() + right[0][1:]
    elif not right:
        ending = FINAL_MARKS.search(last)
        left[-1] = SEAM.sub(r"\1", left[-1]) + (ending.group() if ending else "")
    elif unit.kind is Kind.PARENTHESES:
        left[-1] += last[last.rindex(")") + 1 :]
    elif unit.kind in BETWEEN_COMMAS and opens_on_verb(find_words(right[:3])):
        if not _ends_on_aside(left):
            left[-1] = COMMA.sub("", left[-1])
    elif last.endswith(",") and left[-1][-1:].isalnum():
        left[-1] += ","
    return left + right


def _ends_on_aside(tokens: Sequence[str]) -> bool:
    """Return whether the last comma closes an aside, as in "The mayor, Ada Lund,"."""
    words = find_words(tokens)
    opened = [place for place, token in enumerate(tokens[:-1]) if token.endswith(",")]
    if not opened or words[0] in PREPOSITIONS | SUBORDINATORS:
        return False
    return not has_verb(words[opened[-1] + 1 :])
