"""Find prepositional phrases that say no more than when, where, how or with what.

"A man was shot in Skerra" means that a man was shot, so the phrase may go (Davidson 1967). Which
ones are idle the keep head tells; the rules here only see to it that a whole phrase goes, and that
neither the verb nor the noun before it needs one.
"""

from collections.abc import Iterator

from server.digest.compression.constituents import DASHES, Kind, Sentence, Unit
from server.digest.compression.trailing_clauses import EVENTS, FUNCTION_WORDS, MEASURES, is_plain
from server.digest.english.closed_class import (
    ADVERBS,
    BEFORE_ADJECTIVE,
    BEHIND_VERB,
    DETERMINERS,
    RELATIVES,
    is_verb,
    list_words,
)

OPENERS = list_words(
    "in at on by for from with during near outside inside amid across alongside against over under"
    " around among between within behind beyond through into since before after following about"
    " via throughout"
)
# Before these a phrase is complete; "of", "to" or "on" may hang on its last noun.
STOPS = list_words("in at during near outside inside amid after before following since from")
CLAUSE_STOPS = list_words("as so while when because but who which where that")
# What a passive verb can do without; "paired with" and "asked for" it cannot.
CIRCUMSTANCES = list_words(
    "in at on near outside inside during by from after before following across"
)
PASSIVES = list_words("was were been being is are")
# A subject, or the shortest "Marlow said".
SHORTEST_SUBJECT = 2
# So far before a phrase stands what cannot be without it: "put the old boat in …".
REACH = 4
# Right before a phrase these belong to it.
HELD = (
    FUNCTION_WORDS
    | MEASURES
    | DETERMINERS
    | CLAUSE_STOPS
    | list_words("along together diagnosed paired according due such other rather same notable")
)
# What these begin is not whole without its place: "left three men in hospital".
UNFINISHED = list_words(
    "light slip"
    " left leave leaves leaving keep keeps kept keeping put puts putting place placed found find"
    " finds held hold spend spent spending live lives lived living stay stayed remain remained"
    " remains based born involved engaged interested resulted set play played plays role interest"
    " increase rise drop decline fall change confidence faith belief stake surge part difference"
    " step look looked looking hand provide provided provides replaced replace charge charges"
    " compared compare linked link associated supplied filled presented face faced mistook traded"
    " bound due away apart aside far straight close next subject accused accusing charged"
    " convicted suspected turned known mixed used using thanks responsible number group series lot"
    " taken brought sent given driven drawn made causing cut raised reduced increased aimed calls"
    " call called search need demand reputation responsibility ask asked appealed career get gets"
    " getting prepare prepares prepared preparing credit credits credited crediting speak spoke"
    " spoken speaking talk talked"
)
# "at least 37", "in all 40" and "about 20 times" are amounts.
AMOUNTS = list_words("least most all about over under")
# With one of these a phrase says of how much the rest is true, or part of it belongs to the rest:
# "won gold in Skerra and bronze".
LINKS = list_words("every each than and or")


def find_phrases(sentence: Sentence) -> Iterator[Unit]:
    """Return the phrases of the first clause, in its middle or at its end."""
    for start in range(SHORTEST_SUBJECT, sentence.close - 1):
        if _may_open(sentence, start):
            for end in _find_ends(sentence, start):
                if LINKS.isdisjoint(sentence.words[start:end]):
                    yield Unit(start, end, Kind.ADJUNCT)


def _may_open(sentence: Sentence, start: int) -> bool:
    words, quoted = sentence.words, sentence.quoted
    before = words[start - 1]
    if (
        words[start] not in OPENERS
        or words[start + 1] in AMOUNTS
        or (words[start] in AMOUNTS and words[start + 1][:1].isdigit())
        or start in quoted
        or not sentence.tokens[start - 1][-1:].isalnum()
        or before in HELD
        or before.endswith(("ly", "'s", "self", "selves"))
        # "lie abandoned or survive with …": a verb that no list knows.
        or words[start - 2] in LINKS
        or not UNFINISHED.isdisjoint(words[max(0, start - REACH) : start])
        or not is_plain(words[:start], quoted, is_past=False)
    ):
        return False
    if before in EVENTS or not (is_verb(words, start - 1) or before.endswith(("ed", "ing"))):
        return True
    is_passive = words[start - 2] in PASSIVES and words[start] in CIRCUMSTANCES
    return is_passive and not words[start + 1].endswith("ing")


def _find_ends(sentence: Sentence, start: int) -> Iterator[int]:
    words, tokens, close = sentence.words, sentence.tokens, sentence.close
    is_told = sentence.is_told(start)
    # "The man who was seen in Skerra": it says which man.
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
        elif end == close or last in HELD | STOPS or last.endswith("ing"):
            continue
        elif not tokens[end - 1][-1:].isalnum():
            if "," in tokens[end - 1] and is_told and _is_plain_from(sentence, end):
                yield close
            return
        elif following in STOPS | CLAUSE_STOPS or (
            not is_told and is_verb(words, end) and not following.endswith("ed")
        ):
            yield end


def _is_broken(sentence: Sentence, start: int, place: int) -> bool:
    """Tell whether the phrase from `start` on cannot go on with the word at `place`."""
    words = sentence.words
    last = words[place]
    following = words[place + 1] if place + 1 < sentence.close else ""
    # "… near the pier going up in smoke": what went up is no place.
    is_going = last.endswith("ing") and following in BEHIND_VERB and place > start + 1
    is_finite = is_verb(words, place) and words[place - 1] not in BEFORE_ADJECTIVE
    is_marked = place in sentence.quoted or sentence.tokens[place] in DASHES
    return is_going or is_finite or is_marked or last in CLAUSE_STOPS | ADVERBS | {"to"}


def _is_plain_from(sentence: Sentence, place: int) -> bool:
    """Tell whether no verb stands between `place` and the end of the clause."""
    return not any(is_verb(sentence.words, at) for at in range(place, sentence.close))
