"""Find the clauses that a sentence trails: what else happened, when, why and where.

Only where something is told as being so, or as having happened. Of what did not, might or must
happen the tail is the condition, and there it stays: "No one may fish while the harbour is shut".
"""

from collections.abc import Collection, Iterator, Sequence

from server.digest.compression.constituents import YEAR, Kind, Sentence, Unit
from server.digest.english.closed_class import (
    AUXILIARIES,
    BEFORE_ADJECTIVE,
    BEHIND_VERB,
    CONJUNCTIONS,
    PAST,
    PAST_ENDING,
    RELATIVES,
    has_verb,
    is_verb,
    list_words,
    opens_on_verb,
)

# Who is spoken of has to be said before anything trails.
SHORTEST_FRONT = 4
# With any of these before it, a tail may say when, where or of what the front holds at all: "No one
# may fish in Skerra", "the most goals in the league", "banned smoking in cars".
CONDITIONS = list_words(
    "not never no none nobody nothing neither nor cannot only can could may might must shall"
    " should will would than if when until unless whether as such same known both either between"
    " most first every each all any largest biggest highest lowest best worst oldest youngest"
    " greatest record ban bans banned barred outlawed legalised legalized prohibited criminalised"
    " criminalized restricted limited allowed permitted ended scrapped abolished cancelled"
    " canceled halted suspended opposed stopped prevented blocked refused failed declined avoided"
    " quit legal illegal lawful unlawful advised urged ordered required recommended"
)
# Right before a tail they belong to it: "minutes after …", "just outside …".
MEASURES = list_words(
    "just even shortly soon immediately minutes hours days weeks months years long moments far well"
)
EVENTS = list_words(
    "killed injured wounded arrested shot detained hurt died resigned crashed collapsed launched"
    " unveiled destroyed damaged stabbed kidnapped rescued hospitalized hospitalised opened closed"
    " published filmed captured attacked said sank drowned exploded erupted"
)
# An opening with one of these is more than a scene; without its year, old news looks new.
SCOPES = list_words("to but or since than last every each")
FUNCTION_WORDS = BEFORE_ADJECTIVE | {"who", "which", "where", "when", "out", "up", "into", "not"}
CLAUSES = list_words("after as while when because where")
# What a second verb in a clause needs before it, or it is the verb of the whole sentence.
CLAUSE_OPENERS = (
    RELATIVES
    | CONJUNCTIONS
    | list_words("that as when while after before because if how what he she it they we")
)


def find_tails(sentence: Sentence) -> Iterator[Unit]:
    """Return the clauses that may go at the end, up to the attribution."""
    words, end = sentence.words, sentence.close
    for start in range(SHORTEST_FRONT, end - 1):
        if start in sentence.quoted or not sentence.is_told(start):
            continue
        if words[start] == "and" and _is_second(sentence, start):
            yield Unit(start, end, Kind.CONJUNCT)
        if words[start] in CLAUSES and _is_clause(sentence, start):
            yield Unit(start, end, Kind.CLAUSE)


def is_plain(front: Sequence[str], quoted: Collection[int], *, is_past: bool = True) -> bool:
    """Tell whether the words of `front` are told as being so, or as having happened."""
    words = [word for place, word in enumerate(front) if place not in quoted]
    if not CONDITIONS.isdisjoint(words) or "the last" in " ".join(words):
        return False
    return not is_past or any(
        word in PAST or word in ("was", "were", "had", "has", "have") or PAST_ENDING.match(word)
        for word in words
    )


def is_scene(words: Sequence[str]) -> bool:
    """Tell whether a phrase says no more than when, where or how."""
    return SCOPES.isdisjoint(words) and not any(YEAR.match(word) for word in words)


def _is_second(sentence: Sentence, start: int) -> bool:
    """Tell whether "and" adds a second verb to a subject, and not the last of three."""
    words = sentence.words
    opened = max(begin for begin, _ in sentence.segments if begin <= start)
    if opened and (opened == start or opens_on_verb(words[opened:start])):
        return start == sentence.segments[1][0] and _continues(words, start + 1)
    return _continues(words, start + 1)


def _is_clause(sentence: Sentence, start: int) -> bool:
    words, rest = sentence.words, sentence.words[start + 1 : sentence.close]
    return (
        sentence.tokens[start - 1][-1:].isalnum()
        and words[start - 1] not in FUNCTION_WORDS | MEASURES
        and is_plain(words[:start], sentence.quoted, is_past=False)
        and has_verb(rest[1:])
        and _is_one_clause(rest)
    )


def _is_one_clause(words: Sequence[str]) -> bool:
    """Tell whether each verb but the first has a clause of its own: no main verb comes after."""
    opened = 1
    for place, word in enumerate(words):
        opened += word in CLAUSE_OPENERS
        is_first = is_verb(words, place) and not (place and is_verb(words, place - 1))
        opened -= is_first
        if opened < 0:
            return False
    return True


def _continues(words: Sequence[str], place: int) -> bool:
    """Tell whether a second verb of the same subject stands at `place`."""
    word, following = [*words[place : place + 2], "", ""][:2]
    is_second = word in AUXILIARIES or word in PAST
    return is_second or bool(PAST_ENDING.match(word) and following in BEHIND_VERB)
