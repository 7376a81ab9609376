"""Shorten a sentence: what the keep head thinks little of goes, as long as the rest stays true.

Compression by deletion (Filippova and Altun 2013): every word that is left stands in the sentence,
in that order; only marks at the seams and the case of the first letter change. `units.py` and the
files that import it say what can go, `guards.py` what cannot.
"""

import re
from collections.abc import Sequence, Set
from statistics import fmean

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

# A unit goes if its words are kept with less than this probability, on average. Up to here what
# goes is in no highlight either; from 0.5 on it is, where highlights are long (ROUGE-2 falls).
THRESHOLD = 0.4
# What brackets hold is not in highlights at all; a clause with a verb tells something, and is in
# them as soon as the head is in doubt.
THRESHOLDS = {
    Kind.CONNECTIVE: 1.1,  # Always: a point stands without what was said before it.
    Kind.PARENTHESES: 0.5,
    Kind.RELATIVE: 0.22,
    Kind.CLAUSE: 0.22,
    Kind.CONJUNCT: 0.22,
}
# Remarks and statements of their own: numbers, names and dates may go with one. Of any other unit
# they are what the sentence tells: "was shut [in March]".
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
# Behind these the comma before them goes as well: "Marlow, a pilot, swam" -> "Marlow swam".
BETWEEN_COMMAS = frozenset((Kind.RELATIVE, Kind.APPOSITIVE, Kind.PARTICIPLE))
# So large a unit is no remark any more; a wrong cut would take most of the story with it.
LARGEST_SHARE = 0.7

COMMA = re.compile(r"(?<![,;:])[,;:]+$")
SEAM = re.compile(r"(?<![,;:])[,;:]+([\"”’']?)$")
ENDING = re.compile(r"[.!?…,;:]+[\"”’'»)\]]*$")


def shorten_points(texts: Sequence[str], keep: Sequence[FloatArray]) -> list[str]:
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
    needs = zip(find_needs(texts), find_needs(short), strict=True)
    for place, (before, after) in enumerate(needs):
        if before and after != before:
            short[:place] = texts[:place]
    return short


def shorten(text: str, keep: FloatArray) -> str:
    """Return a shorter version of a sentence, or `text` itself if nothing may go.

    `keep`, (W,), holds for each word of `text.split()` the probability that a short version has it.
    The least wanted unit goes first, and the rest is read again as a sentence of its own.
    """
    tokens = text.split()
    weights: list[float] = keep.tolist()
    is_cut = False
    while unit := _find_least(tokens, weights):
        tokens = _cut(tokens, unit)
        weights = weights[: unit.start] + weights[unit.end :]
        is_cut = True
    return " ".join(tokens) if is_cut else text


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
    """Tell whether a unit is idle, small, and free of words that have to stay."""
    is_free = protected.isdisjoint(range(unit.start, unit.end)) or unit.kind is Kind.CONNECTIVE
    is_small = unit.end - unit.start <= LARGEST_SHARE * len(tokens)
    return is_free and is_small and weight < THRESHOLDS.get(unit.kind, THRESHOLD)


def _is_sound(tokens: Sequence[str]) -> bool:
    """Tell whether the tokens are still a sentence that can be a point."""
    return has_verb(find_words(tokens)) and is_eligible(" ".join(tokens))


def _cut(tokens: Sequence[str], unit: Unit) -> list[str]:
    """Return the tokens without a unit, with the marks at the seam mended."""
    left, right = list(tokens[: unit.start]), list(tokens[unit.end :])
    last = tokens[unit.end - 1]
    if not left:
        right[0] = right[0][:1].upper() + right[0][1:]
    elif not right:
        ending = ENDING.search(last)
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
    """Tell whether the last comma closes what another opened, as in "The mayor, Ada Lund,"."""
    words = find_words(tokens)
    opened = [place for place, token in enumerate(tokens[:-1]) if token.endswith(",")]
    if not opened or words[0] in PREPOSITIONS | SUBORDINATORS:
        return False
    return not has_verb(words[opened[-1] + 1 :])
