"""Which word of a source each word of a rewrite is: in itself, in form, or in plainer words."""

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

# As many forms as two languages of news have words in use.
FORMS = 20_000

Places = list[int | None]
# What may be written for the word at each place of a source.
Offers = list[frozenset[str]]


def list_offers(source: Sequence[str]) -> Offers:
    """Return what may be written for each word of a source; they are as `find_words` returns them.

    Raises LexiconError where the list of plain words cannot be read.
    """
    lexicon = load_lexicon()
    offers = [_find_forms(word) for word in source]
    for start in range(len(source)):
        for phrase in lexicon.openings.get(source[start], ()):
            if tuple(source[start : start + len(phrase)]) == phrase:
                offers[start] |= frozenset(lexicon.phrases[phrase].split())
    return offers


def align_words(source: Sequence[str], offers: Offers, written: Sequence[str]) -> Places | None:
    """Return for each written word its place in the source, None for one that needs none.

    Places ascend; of several alignments the one with the fewest breaks is taken. Return None if
    there is none. Both are words as `find_words` returns them.
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
    """Tell whether a word is one that a split may put in, and says nothing by itself."""
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
    """Tell whether a source has a word anywhere, in one of its forms."""
    return any(_covers(offer, word) for offer in offers)


@lru_cache(FORMS)
def _find_forms(word: str) -> frozenset[str]:
    """Return a word, its lemma, what turns it into a verb of its own, and the lexicon's words."""
    if "'" in word:
        return frozenset((word,))  # "wasn't" is no form of "was".
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
    import simplemma  # Late, and read in place, as in language.py.

    lemma: str = simplemma.lemmatize(word, lang=LANGUAGE, low_memory=True)
    return lemma.lower()


def _covers(offer: frozenset[str], word: str) -> bool:
    return word in offer or _find_lemma(word) in offer


def _reach(
    offers: Offers,
    source: Sequence[str],
    word: str,
    before: dict[int, tuple[int, int]],
) -> dict[int, tuple[int, int]]:
    """Return where a word can stand: the place, the length of runs up to it, the place before."""
    reached: dict[int, tuple[int, int]] = {}
    ordered = sorted(before)
    best, arrived = (-1, -1), 0
    for place, offer in enumerate(offers):
        while arrived < len(ordered) and ordered[arrived] < place:
            best = max(best, (before[ordered[arrived]][0], ordered[arrived]))
            arrived += 1
        if not _covers(offer, word):
            continue
        choices = [best] if best[0] >= 0 else []
        if place - 1 in before:
            choices.append((before[place - 1][0] + 1, place - 1))
        # One word of the source may be told in several: "established" as "set up".
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
