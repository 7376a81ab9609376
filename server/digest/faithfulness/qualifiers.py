"""Find lost qualifiers: words that negate, weaken or attribute a statement."""

from collections.abc import Iterator, Set

from server.digest.english.closed_class import AUXILIARIES, SPEECH_VERBS, has_verb
from server.digest.english.modality import (
    ATTRIBUTIONS,
    CONDITIONALS,
    CONTRACTED,
    HEDGES,
    MODALS,
    NEGATIONS,
)
from server.digest.english.stems import STOP_WORDS
from server.digest.english.tagged_sentence import TaggedSentence
from server.digest.faithfulness.alignment import Places

WEAKENING = MODALS | CONDITIONALS | HEDGES
EMPTY_WORDS = STOP_WORDS | AUXILIARIES
# How far after a qualifier its scope may be: "has not yet been fully paid".
SCOPE_REACH = 6


def find_kind(word: str) -> str:
    """Return "negation", "modality" or "attribution", or "" for any other word."""
    if word in NEGATIONS or word.endswith("n't"):
        return "negation"
    if word in ATTRIBUTIONS:
        return "attribution"
    return "modality" if word in WEAKENING or CONTRACTED.search(word) else ""


def find_lost(source: TaggedSentence, places: Places) -> Iterator[str]:
    """Yield the kinds of qualifiers that were left out although their scope was kept.

    `places` are the source indices of one written sentence, as `align_words` returns them.
    """
    kept = {place for place in places if place is not None}
    for place, word in enumerate(source.words):
        kind = find_kind(word)
        if kind and place not in kept and _speaks_of(source, place, kind, kept):
            yield kind


def _speaks_of(source: TaggedSentence, place: int, kind: str, kept: Set[int]) -> bool:
    """Return whether a kept word is in the scope of the qualifier at `place`."""
    words = source.words
    if kind == "attribution":
        # "…, the police said on Monday": the whole clause before is attributed.
        is_closing = words[place] in SPEECH_VERBS and not has_verb(words[place + 1 :])
        is_closing = is_closing or words[place] == "according" or place >= source.close
        if is_closing or all(place < other for other in kept):
            return True
    following = range(place + 1, min(place + 1 + SCOPE_REACH, len(words)))
    return any(at in kept and _says(words[at]) for at in following)


def _says(word: str) -> bool:
    return bool(word) and word not in EMPTY_WORDS
