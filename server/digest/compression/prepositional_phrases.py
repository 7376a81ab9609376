"""Find prepositional phrases that only say when, where, how or with what.

"A man was shot in Skerra" entails that a man was shot, so the phrase can go (Davidson 1967). The
keep head decides which phrases matter; these rules only ensure that a whole phrase goes, and that
neither the verb nor the noun before it requires one.
"""

from collections.abc import Iterator

from server.digest.compression.constituents import DASHES, Kind, Unit
from server.digest.compression.trailing_clauses import is_plain
from server.digest.english.closed_class import (
    ADVERBS,
    BEFORE_ADJECTIVE,
    BEHIND_VERB,
    RELATIVES,
    is_verb,
)
from server.digest.english.compression_words import (
    AMOUNT_OPENINGS,
    BEFORE_BOUND_PHRASE,
    CIRCUMSTANCES,
    EVENT_VERBS,
    NEEDS_COMPLEMENT,
    PASSIVE_AUXILIARIES,
    PHRASE_BREAKS,
    PHRASE_ENDS,
    PHRASE_OPENERS,
    QUANTIFYING_LINKS,
)
from server.digest.english.tagged_sentence import TaggedSentence

# The shortest clause before a phrase: "Marlow said".
SHORTEST_SUBJECT = 2
INSIDE_PHRASE = BEFORE_BOUND_PHRASE | PHRASE_ENDS
BEYOND_PHRASE = PHRASE_BREAKS | ADVERBS | {"to"}
# How far before a phrase to look for a word that requires it: "put the old boat in …".
COMPLEMENT_REACH = 4


def find_phrases(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield the phrases in the middle or at the end of the first clause."""
    for start in range(SHORTEST_SUBJECT, sentence.close - 1):
        if _may_open(sentence, start):
            for end in _find_ends(sentence, start):
                if QUANTIFYING_LINKS.isdisjoint(sentence.words[start:end]):
                    yield Unit(start, end, Kind.ADJUNCT)


def _may_open(sentence: TaggedSentence, start: int) -> bool:
    words, quoted = sentence.words, sentence.quoted
    before = words[start - 1]
    if (
        words[start] not in PHRASE_OPENERS
        or words[start + 1] in AMOUNT_OPENINGS
        or (words[start] in AMOUNT_OPENINGS and words[start + 1][:1].isdigit())
        or start in quoted
        or not sentence.tokens[start - 1][-1:].isalnum()
        or before in BEFORE_BOUND_PHRASE
        or before.endswith(("ly", "'s", "self", "selves"))
        # "lie abandoned or survive with …": a verb that is in no list.
        or words[start - 2] in QUANTIFYING_LINKS
        or not NEEDS_COMPLEMENT.isdisjoint(words[max(0, start - COMPLEMENT_REACH) : start])
        or not is_plain(words[:start], quoted, is_past=False)
    ):
        return False
    if before in EVENT_VERBS or not (is_verb(words, start - 1) or before.endswith(("ed", "ing"))):
        return True
    is_passive = words[start - 2] in PASSIVE_AUXILIARIES and words[start] in CIRCUMSTANCES
    return is_passive and not words[start + 1].endswith("ing")


def _find_ends(sentence: TaggedSentence, start: int) -> Iterator[int]:
    words, tokens, close = sentence.words, sentence.tokens, sentence.close
    is_told = sentence.is_told(start)
    # "The man who was seen in Skerra": the phrase says which man.
    if not is_told and not RELATIVES.isdisjoint(words[:start]):
        return
    for end in range(start + 2, close + 1):
        last = words[end - 1]
        following = words[end] if end < close else ""
        if _is_broken(sentence, start, end - 1):
            return
        if end == close and is_told:
            yield end
        # "for dealing in old boats": the second phrase belongs to the first.
        elif end == close or last in INSIDE_PHRASE or last.endswith("ing"):
            continue
        elif not tokens[end - 1][-1:].isalnum():
            if "," in tokens[end - 1] and is_told and _is_plain_from(sentence, end):
                yield close
            return
        elif following in PHRASE_ENDS | PHRASE_BREAKS or (
            not is_told and is_verb(words, end) and not following.endswith("ed")
        ):
            yield end


def _is_broken(sentence: TaggedSentence, start: int, place: int) -> bool:
    """Return whether the phrase from `start` cannot contain the word at `place`."""
    words = sentence.words
    last = words[place]
    following = words[place + 1] if place + 1 < sentence.close else ""
    # "… near the pier going up in smoke": the participle does not belong to the place.
    is_going = last.endswith("ing") and following in BEHIND_VERB and place > start + 1
    is_finite = is_verb(words, place) and words[place - 1] not in BEFORE_ADJECTIVE
    is_marked = place in sentence.quoted or sentence.tokens[place] in DASHES
    return is_going or is_finite or is_marked or last in BEYOND_PHRASE


def _is_plain_from(sentence: TaggedSentence, place: int) -> bool:
    """Return whether there is no verb between `place` and the end of the clause."""
    return not any(is_verb(sentence.words, at) for at in range(place, sentence.close))
