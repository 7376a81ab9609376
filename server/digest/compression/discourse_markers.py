"""Find removable openings of a sentence, and intensifiers."""

from collections.abc import Iterator

from server.digest.compression.appositives import is_participle
from server.digest.compression.constituents import Kind, Unit
from server.digest.compression.trailing_clauses import is_plain, is_scene
from server.digest.english.closed_class import SCENES, SUBJECTS, SUBORDINATORS, has_verb
from server.digest.english.compression_words import (
    BARE_CONNECTIVES,
    BEFORE_BOUND,
    DROPPABLE_CONNECTIVE,
    INTENSIFIERS,
    OCCASION,
    REFERRING_WORDS,
)
from server.digest.english.tagged_sentence import TaggedSentence

LONGEST_CONNECTIVE = 4
# With fewer words left, there is hardly a sentence.
FEWEST_BEHIND = 5


def find_fillers(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield openings, and words without content."""
    yield from _find_connectives(sentence)
    yield from _find_openings(sentence)
    for place in range(1, len(sentence.words)):
        yield from _find_words(sentence, place)


def _find_connectives(sentence: TaggedSentence) -> Iterator[Unit]:
    tokens, words = sentence.tokens, sentence.words
    longest = min(LONGEST_CONNECTIVE, len(tokens) - FEWEST_BEHIND)
    for length in range(1, longest + 1):
        is_bare = length == 1 and tokens[0].lower() in BARE_CONNECTIVES
        is_subject = words[length] in SUBJECTS or sentence.is_capital(length)
        if DROPPABLE_CONNECTIVE.match(" ".join(tokens[:length])) or (is_bare and is_subject):
            yield Unit(0, length, Kind.CONNECTIVE)


def _find_openings(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield an adverbial before the subject, if the rest reports what happened."""
    words, segments = sentence.words, sentence.segments
    if len(segments) < 2:
        return
    start, end = segments[1]
    rest = words[start:]
    is_occasion = bool(OCCASION.match(" ".join(words[:start])))
    opens_scene = words[0] in SUBORDINATORS | SCENES | {"on"} or is_participle(sentence, 0)
    is_idle = is_occasion or (
        opens_scene
        and is_scene(words[:start])
        and is_plain(rest, {place - start for place in sentence.quoted})
    )
    is_subject = words[start] in SUBJECTS - REFERRING_WORDS or sentence.is_capital(start)
    if (
        is_idle
        and is_subject
        and words[start] not in REFERRING_WORDS
        and (has_verb(words[start:end]) or (sentence.is_capital(start) and has_verb(rest)))
    ):
        yield Unit(0, start, Kind.OPENING)


def _find_words(sentence: TaggedSentence, place: int) -> Iterator[Unit]:
    tokens = sentence.tokens
    before, word = tokens[place - 1], tokens[place]
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    is_bound = before.lower() in BEFORE_BOUND or "n't" in before or before.endswith(",")
    # "quite a few" means many.
    is_bound = is_bound or following in ("a", "an", "the")
    is_idle = word in INTENSIFIERS and not is_bound and following[:1].islower()
    if is_idle or (word == "that" and before.lower() in ("said", "says", "added")):
        yield Unit(place, place + 1, Kind.WORD)
