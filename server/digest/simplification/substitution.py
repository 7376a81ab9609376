"""Replace words by plainer ones where the context shows that they fit.

Lexical simplification (Shardlow 2014, a survey), with a handwritten lexicon instead of learnt
synonyms: a synonym that fits nine times in ten makes a false statement the tenth time.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from server.digest.english.closed_class import (
    AUXILIARIES,
    BEFORE_ADJECTIVE,
    BEHIND_VERB,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVES,
    find_words,
    is_verb,
)
from server.digest.english.inflection import INDEFINITE_ARTICLE, Form, takes_an
from server.digest.english.lexicon import Plain, load_lexicon
from server.digest.english.quotations import find_quoted
from server.digest.english.simplification_words import (
    BEFORE_BASE,
    BEFORE_PARTICIPLE,
    BEHIND_PHRASAL_VERB,
    BEINGS,
    COUNT_WORDS,
    DEGREE_WORDS,
    HAVINGS,
    SUBJECTS_OF_THIRD,
)
from server.digest.english.stems import STOP_WORDS

TOKEN = re.compile(r"^(\W*)([A-Za-z][A-Za-z'’-]*)(\W*)$")
LONGEST_PHRASE = 7


class Replacement(NamedTuple):
    """The tokens from `start` to `end`, and their replacement."""

    start: int
    end: int
    text: str


def replace_words(tokens: Sequence[str]) -> list[str]:
    """Return the tokens of a sentence with plainer words where they fit, except in quotations.

    A replacement of several words is one token.
    """
    words = find_words(tokens)
    quoted = find_quoted(tokens)
    free = [
        place not in quoted and bool(TOKEN.match(token)) and _is_common(tokens, place)
        for place, token in enumerate(tokens)
    ]
    plain: list[str] = []
    place = 0
    while place < len(tokens):
        span = _find_span(tokens, words, free, place)
        if span is None:
            plain.append(tokens[place])
            place += 1
            continue
        before, after = _find_marks(tokens[span.start])[0], _find_marks(tokens[span.end - 1])[1]
        text = span.text[:1].upper() + span.text[1:] if tokens[place][:1].isupper() else span.text
        if text:
            plain.append(before + text + after)
        elif after and plain:
            plain[-1] += after
        place = span.end
    return _mend_articles(plain, tokens)


def _find_span(
    tokens: Sequence[str], words: list[str], free: list[bool], place: int
) -> Replacement | None:
    lexicon = load_lexicon()
    for end in range(min(place + LONGEST_PHRASE, len(tokens)), place + 1, -1):
        phrase = lexicon.phrases.get(tuple(words[place:end]))
        inside = "".join(tokens[place:end])
        if phrase is not None and all(free[place:end]) and not re.search(r"\w\W+$", inside[:-1]):
            return Replacement(place, end, phrase)
    if free[place]:
        for entry in lexicon.words.get(words[place], ()):
            if _fits(entry, tokens, words, place):
                return Replacement(place, place + 1, entry.text)
    return None


def _is_common(tokens: Sequence[str], place: int) -> bool:
    """Return whether a token is neither a name nor the first word of one."""
    if place == 0:
        return not tokens[1:2] or not tokens[1][:1].isupper()
    return tokens[place][:1].islower()


def _find_marks(token: str) -> tuple[str, str]:
    match = TOKEN.match(token)
    return (match[1], match[3]) if match else ("", "")


def _fits(entry: Plain, tokens: Sequence[str], words: list[str], place: int) -> bool:
    before = words[place - 1] if place else ""
    is_last = place + 1 == len(words) or bool(_find_marks(tokens[place])[1])
    after = "" if is_last else words[place + 1]
    follows = place > 0 and tokens[place - 1][-1:].isalnum()
    if entry.section == "verbs":
        return _fits_verb(entry, words, place, before if follows else "", after)
    if entry.section == "nouns":
        # "the region police": a noun that modifies another does not count.
        ends = is_last or after in STOP_WORDS | PREPOSITIONS | RELATIVES | AUXILIARIES
        is_noun = follows and before not in AUXILIARIES | {"to", "not"}
        return is_noun and (ends or is_verb(words, place + 1))
    if entry.section == "adjectives":
        if before in DEGREE_WORDS or (
            entry.text in COUNT_WORDS and before in DETERMINERS | {"a", "an"}
        ):
            return False
        describes = bool(after) and after not in STOP_WORDS | PREPOSITIONS | CONJUNCTIONS
        return (describes and not is_verb(words, place + 1)) or (follows and before in BEINGS)
    # "is done for good", but not "is for good done".
    may_end = not after or after in STOP_WORDS | PREPOSITIONS | CONJUNCTIONS
    return " " not in entry.text or (may_end and before not in DEGREE_WORDS | BEINGS)


def _fits_verb(entry: Plain, words: list[str], place: int, before: str, after: str) -> bool:
    # "was set up by": the last word of a phrase has to precede its object.
    if " " in entry.text and after in BEHIND_PHRASAL_VERB:
        return False
    if entry.form is Form.BASE:
        return before in BEFORE_BASE
    if entry.form is Form.THIRD:
        # Not "failed attempts to": only behind a word that cannot modify a noun.
        return before in SUBJECTS_OF_THIRD and after in BEHIND_VERB
    if entry.form is Form.GERUND:
        return before in BEINGS | PREPOSITIONS - {"of"} or (not before and bool(after))
    if before in BEFORE_ADJECTIVE - BEINGS - CONJUNCTIONS - {"not"} or not before:
        return False
    is_participle = _follows_auxiliary(words, place)
    # "a video obtained from …": ambiguous between a past and a participle.
    if not is_participle and after in PREPOSITIONS:
        return False
    return is_participle == (entry.form is Form.PARTICIPLE)


def _follows_auxiliary(words: list[str], place: int) -> bool:
    """Return whether "was", "has" or the like governs the word, adverbs aside."""
    for back in range(place - 1, -1, -1):
        if words[back] in BEINGS | HAVINGS:
            return True
        if words[back] not in BEFORE_PARTICIPLE and not words[back].endswith("ly"):
            return False
    return False


def _mend_articles(plain: list[str], tokens: Sequence[str]) -> list[str]:
    """Return the tokens with "a" or "an" corrected where the next word has changed."""
    given = set(pairwise(tokens))
    for place, (word, following) in enumerate(pairwise(plain)):
        if INDEFINITE_ARTICLE.fullmatch(word) and (word, following) not in given:
            plain[place] = word[0] + ("n" if takes_an(following) else "")
    return plain
