"""Find removable clauses at the end of a sentence: what else happened, when, why and where.

Only after a statement of fact. If something did not, may or must happen, the clause at the end is
its condition and stays: "No one may fish while the harbour is shut".
"""

from collections.abc import Collection, Iterator, Sequence

from server.digest.compression.constituents import Kind, Unit
from server.digest.english.closed_class import (
    AUXILIARIES,
    BEHIND_VERB,
    PAST,
    PAST_AUXILIARIES,
    PAST_ENDING,
    has_verb,
    is_verb,
    opens_on_verb,
)
from server.digest.english.compression_words import (
    BEFORE_COMPLEMENT,
    CLAUSE_OPENERS,
    MORE_THAN_SCENE,
    RESTRICTING_CONTEXT,
    TAIL_CONJUNCTIONS,
    TIME_MODIFIERS,
)
from server.digest.english.tagged_sentence import YEAR, TaggedSentence

# The shortest clause, with a subject and a verb, that a trailing clause can follow.
SHORTEST_FRONT = 4


def find_tails(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield the removable clauses at the end, before the attribution."""
    words, end = sentence.words, sentence.close
    for start in range(SHORTEST_FRONT, end - 1):
        if start in sentence.quoted or not sentence.is_told(start):
            continue
        if words[start] == "and" and _is_second(sentence, start):
            yield Unit(start, end, Kind.CONJUNCT)
        if words[start] in TAIL_CONJUNCTIONS and _is_clause(sentence, start):
            yield Unit(start, end, Kind.CLAUSE)


def is_plain(front: Sequence[str], quoted: Collection[int], *, is_past: bool = True) -> bool:
    """Return whether `front` states a fact, or, if `is_past`, a past event."""
    words = [word for place, word in enumerate(front) if place not in quoted]
    if not RESTRICTING_CONTEXT.isdisjoint(words) or "the last" in " ".join(words):
        return False
    return not is_past or any(
        word in PAST or word in PAST_AUXILIARIES or PAST_ENDING.match(word) for word in words
    )


def is_scene(words: Sequence[str]) -> bool:
    """Return whether a phrase only says when, where or how; without a year, old news looks new."""
    return MORE_THAN_SCENE.isdisjoint(words) and not any(YEAR.match(word) for word in words)


def _is_second(sentence: TaggedSentence, start: int) -> bool:
    """Return whether "and" joins a second verb to the subject, not the last of three."""
    words = sentence.words
    opened = max(begin for begin, _ in sentence.segments if begin <= start)
    if opened and (opened == start or opens_on_verb(words[opened:start])):
        return start == sentence.segments[1][0] and _continues(words, start + 1)
    return _continues(words, start + 1)


def _is_clause(sentence: TaggedSentence, start: int) -> bool:
    words, rest = sentence.words, sentence.words[start + 1 : sentence.close]
    return (
        sentence.tokens[start - 1][-1:].isalnum()
        and words[start - 1] not in BEFORE_COMPLEMENT | TIME_MODIFIERS
        and is_plain(words[:start], sentence.quoted, is_past=False)
        and has_verb(rest[1:])
        and _is_one_clause(rest)
    )


def _is_one_clause(words: Sequence[str]) -> bool:
    """Return whether every verb after the first has its own clause: no main verb follows."""
    opened = 1
    for place, word in enumerate(words):
        opened += word in CLAUSE_OPENERS
        is_first = is_verb(words, place) and not (place and is_verb(words, place - 1))
        opened -= is_first
        if opened < 0:
            return False
    return True


def _continues(words: Sequence[str], place: int) -> bool:
    """Return whether the word at `place` is a second verb of the same subject."""
    word = words[place] if place < len(words) else ""
    following = words[place + 1] if place + 1 < len(words) else ""
    is_second = word in AUXILIARIES or word in PAST
    return is_second or bool(PAST_ENDING.match(word) and following in BEHIND_VERB)
