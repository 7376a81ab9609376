"""Align each word of a rewrite with a word of its source: equal, inflected, or plainer."""

from collections.abc import Sequence
from functools import lru_cache

from server.digest.english import LANGUAGE
from server.digest.english.closed_class import ARTICLES
from server.digest.english.lexicon import load_lexicon
from server.digest.english.simplification_words import (
    BEHIND_THIS,
    REPORTING_VERBS,
    RESULT_VERBS,
    SPLIT_OPENINGS,
)

# More forms than the vocabulary of news has.
FORMS = 20_000

Places = list[int | None]
# The words that may be written for each word of a source.
Offers = list[frozenset[str]]


def list_offers(source: Sequence[str]) -> Offers:
    """Return the words that may be written for each source word, as `find_words` returns them.

    Raises LexiconError if the list of plain words cannot be read.
    """
    lexicon = load_lexicon()
    offers = [_find_forms(word) for word in source]
    for start in range(len(source)):
        for phrase in lexicon.openings.get(source[start], ()):
            if tuple(source[start : start + len(phrase)]) == phrase:
                offers[start] |= frozenset(lexicon.phrases[phrase].split())
    return offers


def align_words(source: Sequence[str], offers: Offers, written: Sequence[str]) -> Places | None:
    """Return the index in the source of each written word, None for a word that needs no source.

    Indices ascend; of several alignments, the one with the fewest gaps is returned, and None if
    there is none. Both texts are words as `find_words` returns them.
    """
    columns: list[tuple[int, dict[int, tuple[int, int]]]] = []
    before: dict[int, tuple[int, int]] = {-1: (0, -1)}
    for number, word in enumerate(written):
        if needs_no_source(written, number):
            continue
        reached = _reach(offers, source, word, before)
        if not reached:
            return None
        columns.append((number, reached))
        before = reached
    return _trace(columns, len(written))


def needs_no_source(written: Sequence[str], place: int) -> bool:
    """Return whether splitting may have inserted a word, which then adds no information."""
    word = written[place]
    following = written[place + 1] if place + 1 < len(written) else ""
    before = written[place - 1] if place else ""
    if not word or word in ARTICLES or (word in SPLIT_OPENINGS and place == 0):
        return True
    if word == "this":
        return following in BEHIND_THIS
    return (before == "this" and word in ("came", "is", "was")) or (
        before == "after" and word == "that" and place == 1
    )


def is_known(offers: Offers, word: str) -> bool:
    """Return whether a source contains a word in any form."""
    spellings = {word, _find_lemma(word)}
    return not all(map(spellings.isdisjoint, offers))


@lru_cache(FORMS)
def _find_forms(word: str) -> frozenset[str]:
    """Return a word, its lemma, its finite verb if it is a participle, and its plainer words."""
    if "'" in word:
        return frozenset((word,))  # "wasn't" is not a form of "was".
    plain = load_lexicon().words.get(word, ())
    results = (
        RESULT_VERBS.get(word, ""),
        RESULT_VERBS.get(f"{word} it", ""),
        REPORTING_VERBS.get(word, ""),
    )
    texts = [word, _find_lemma(word), *(entry.text for entry in plain), *results]
    return frozenset(part for text in texts for part in text.split())


@lru_cache(FORMS)
def _find_lemma(word: str) -> str:
    if not word or "'" in word:
        return word
    import simplemma  # Late, and not unpacked, as in segmentation/language.py.

    lemma: str = simplemma.lemmatize(word, lang=LANGUAGE, low_memory=True)
    return lemma.lower()


def _reach(
    offers: Offers,
    source: Sequence[str],
    word: str,
    before: dict[int, tuple[int, int]],
) -> dict[int, tuple[int, int]]:
    """Map each source index a word can align with to its score and the index before it.

    The score is the number of adjacent pairs so far.
    """
    reached: dict[int, tuple[int, int]] = {}
    ordered = sorted(before)
    best, arrived = (-1, -1), 0
    spellings = {word, _find_lemma(word)}
    for place, offer in enumerate(offers):
        while arrived < len(ordered) and ordered[arrived] < place:
            best = max(best, (before[ordered[arrived]][0], ordered[arrived]))
            arrived += 1
        if spellings.isdisjoint(offer):
            continue
        choices = [best] if best[0] >= 0 else []
        if place - 1 in before:
            choices.append((before[place - 1][0] + 1, place - 1))
        # One source word may become several: "established" becomes "set up".
        if place in before and word != source[place]:
            choices.append((before[place][0] + 1, place))
        if choices:
            reached[place] = max(choices)
    return reached


def _trace(columns: list[tuple[int, dict[int, tuple[int, int]]]], count: int) -> Places:
    places: Places = [None] * count
    if not columns:
        return places
    place = max(columns[-1][1], key=lambda at: columns[-1][1][at][0])
    for number, reached in reversed(columns):
        places[number] = place
        place = reached[place][1]
    return places
