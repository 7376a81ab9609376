"""Check that a rewrite says nothing that its sentence does not.

Each sentence of a rewrite has to consist of the words of the source in their order, each unchanged,
inflected, or replaced by a plainer word of the lexicon (`alignment.py`): roles stay, and nothing is
added. A word that negated, weakened or attributed a word that stayed has to stay too
(`qualifiers.py`). The check does not depend on how the rewrite was made.
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

# In the order in which they are reported.
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
# A rewrite has one to three sentences; a longer text would take long to align.
MOST_WORDS = 200


def find_faults(source: str, rewrite: str) -> tuple[str, ...]:
    """Return the kinds of fault in a rewrite, in the order of KINDS; () if it is faithful.

    `number`, `date`, `name`, `word`: the source lacks it. `role`: the words are in another order.
    `negation`, `modality`, `attribution`: a qualifier of the source was lost or one was added.
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
    """Return the kind of a word that the source lacks."""
    word = written[place]
    if any(character.isdigit() for character in word) or word in NUMBER_WORDS:
        return "number"
    if word in DATE_WORDS:
        return "date"
    if kind := find_kind(word):
        return kind
    return "name" if place and part[place][:1].isupper() else "word"
