"""Words that turn, weaken or source a statement, and whether one was lost."""

from collections.abc import Iterator, Sequence, Set

from server.digest.guards import (
    ATTRIBUTIONS,
    CONDITIONS,
    CONTRACTED,
    HEDGES,
    MODALS,
    NEGATIONS,
)
from server.digest.matching import Places
from server.digest.stems import FUNCTION_WORDS
from server.digest.words import AUXILIARIES, SPEECH, has_verb

# So far behind such a word stands what it speaks of: "has not yet been fully paid".
REACH = 6
# With these an attribution can close a sentence.
CLOSING = SPEECH | {"according", "reports"}


def find_kind(word: str) -> str:
    """Return "negation", "modality" or "attribution", "" for a word that is none."""
    if word in NEGATIONS or word.endswith("n't"):
        return "negation"
    if word in ATTRIBUTIONS:
        return "attribution"
    return "modality" if word in MODALS | CONDITIONS | HEDGES or CONTRACTED.search(word) else ""


def find_lost(source: Sequence[str], places: Places) -> Iterator[str]:
    """Return the kinds of words that were left out though what they speak of was kept.

    `places` are those of one written sentence in the source, as `align_words` returns them.
    """
    kept = {place for place in places if place is not None}
    for place, word in enumerate(source):
        kind = find_kind(word)
        if kind and place not in kept and _speaks_of(source, place, kind, kept):
            yield kind


def _speaks_of(source: Sequence[str], place: int, kind: str, kept: Set[int]) -> bool:
    """Tell whether the word at `place` speaks of what was kept."""
    if kind == "attribution":
        if all(place < other for other in kept):
            return True
        # "…, the police said on Monday": all that comes before is said by them.
        if source[place] in CLOSING and not has_verb(source[place + 1 :]):
            return True
    following = range(place + 1, min(place + 1 + REACH, len(source)))
    return any(at in kept and _says(source[at]) for at in following)


def _says(word: str) -> bool:
    return bool(word) and word not in FUNCTION_WORDS | AUXILIARIES and not find_kind(word)
