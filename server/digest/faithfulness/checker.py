"""The check of every rewrite: it says nothing that its sentence does not.

Each sentence of a rewrite has to be words of the source in their order, each as it stands there, in
another form, or as a plainer word of our lexicon (`matching.py`). So nobody changes places, and
nothing is put in. What is left out is looked at as well: what turned, weakened or sourced a word
that stayed has to stay with it (`anchors.py`). It does not matter who wrote the rewrite.
"""

from collections.abc import Iterator, Sequence

from server.digest.english.calendar import DATE_WORDS
from server.digest.english.closed_class import NUMBER_WORDS, find_words
from server.digest.english.tagged_sentence import TaggedSentence
from server.digest.faithfulness.alignment import (
    Offers,
    align_words,
    is_known,
    list_offers,
    needs_no_source,
)
from server.digest.faithfulness.qualifiers import find_kind, find_lost
from server.digest.segmentation.sentences import split_sentences

# In this order they are told.
KINDS = (
    "number",
    "date",
    "name",
    "negation",
    "modality",
    "attribution",
    "role",
    "word",
)
# A rewrite is a sentence or three. What is longer is none, and would take long to align.
MOST_WORDS = 200


def find_faults(source: str, rewrite: str) -> tuple[str, ...]:
    """Return the kinds of fault of a sentence's rewrite, in the order of KINDS; none if grounded.

    `number`, `date`, `name`, `word`: one that the source lacks. `role`: its words in another order.
    `negation`, `modality`, `attribution`: the source says it not, perhaps, or by somebody's word.
    """
    tokens = source.split()
    if not tokens or not rewrite.strip() or max(len(tokens), len(rewrite.split())) > MOST_WORDS:
        return ("word",)
    whole = TaggedSentence(tokens)
    offers = list_offers(whole.words)
    faults = {fault for part in _split(rewrite) for fault in _check_part(whole, offers, part)}
    return tuple(kind for kind in KINDS if kind in faults)


def _split(text: str) -> Iterator[list[str]]:
    for start, end in split_sentences(text):
        yield text[start:end].split()


def _check_part(source: TaggedSentence, offers: Offers, part: Sequence[str]) -> Iterator[str]:
    written = find_words(part)
    places = align_words(source.words, offers, written)
    if places is not None:
        yield from find_lost(source, places)
        return
    strange = [
        place
        for place, word in enumerate(written)
        if not needs_no_source(written, place) and not is_known(offers, word)
    ]
    yield from (_name(part, written, place) for place in strange)
    if not strange:
        yield "role"


def _name(part: Sequence[str], written: Sequence[str], place: int) -> str:
    """Return what a word is that the source lacks."""
    word = written[place]
    if any(character.isdigit() for character in word) or word in NUMBER_WORDS:
        return "number"
    if word in DATE_WORDS:
        return "date"
    if kind := find_kind(word):
        return kind
    return "name" if place and part[place][:1].isupper() else "word"
