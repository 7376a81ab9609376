"""A sentence as the rules of compression and splitting see it: words, quotations and clauses.

Without a parser, from marks and small words alone.
"""

import re
from collections.abc import Iterator, Sequence

from server.digest.english.closed_class import (
    CONJUNCTIONS,
    NAME_SUFFIXES,
    PREPOSITIONS,
    RELATIVES,
    SPEECH_VERBS,
    SUBJECTS,
    count_verbs,
    find_words,
    has_verb,
)
from server.digest.english.quotations import find_quoted

Span = tuple[int, int]

YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# So far from its comma a name of a place still ends: "Skerra, New South Wales,".
LONGEST_PLACE = 4
# How soon a closing attribution says that it is one: "…, a spokesman for the police said."
SPEECH_REACH = 6


class TaggedSentence:
    """The tokens of a sentence, with what every rule asks of them."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.words = find_words(tokens)
        self.quoted = find_quoted(tokens)
        segments = list(self._part())
        start, end = segments[-1]
        words = self.words[start:end]
        # "…, a pilot, confirmed to …": there the verb has its subject before the comma.
        is_bare = words[0] in SPEECH_VERBS and words[1:2] and words[1] in PREPOSITIONS
        is_attribution = words[:2] == ["according", "to"] or (
            not is_bare
            and words[0] not in RELATIVES | CONJUNCTIONS | {"as"}
            and not SPEECH_VERBS.isdisjoint(words[:SPEECH_REACH])
        )
        # Where a closing "…, police said." or "…, according to …" starts, or the end.
        self.close = start if is_attribution and len(segments) > 1 else end
        # The spans between commas up to there.
        self.segments = [segment for segment in segments if segment[0] < self.close]

    def is_capital(self, place: int) -> bool:
        """Tell whether the token at `place` has a capital."""
        return self.tokens[place][:1].isupper()

    def is_told(self, place: int) -> bool:
        """Tell whether the main verb stands before `place`, and not only that of a "who"."""
        front = self.words[:place]
        return count_verbs(front) > sum(word in RELATIVES for word in front)

    def joins_clause(self, place: int) -> bool:
        """Tell whether "and the pier was shut" starts here; "and was saved" only goes on."""
        words = self.words[place : self.close]
        if len(words) < 2 or words[0] not in CONJUNCTIONS:
            return False
        return has_verb(words[1:]) and (words[1] in SUBJECTS or self.is_capital(place + 1))

    def _part(self) -> Iterator[Span]:
        depth = start = 0
        for place, token in enumerate(self.tokens[:-1]):
            depth += token.count("(") - token.count(")")
            # "“It sank,” said …": the comma stands inside, and parts all the same.
            is_free = not depth and not {place, place + 1} <= self.quoted
            if token.rstrip("\"”’'").endswith(",") and is_free and not self._is_inside_name(place):
                yield start, place + 1
                start = place + 1
        yield start, len(self.tokens)

    def _is_inside_name(self, place: int) -> bool:
        """Tell whether a comma stands in a place, a date or a row of names."""
        tokens = self.tokens
        if YEAR.match(tokens[place + 1]) or tokens[place + 1].startswith(NAME_SUFFIXES):
            return True
        for ahead in range(place + 1, min(place + 1 + LONGEST_PLACE, len(tokens))):
            if not self.is_capital(ahead):
                break
            if tokens[ahead].endswith(","):
                return self.is_capital(place)
        for back in range(place, max(place - LONGEST_PLACE, 0), -1):
            if not self.is_capital(back):
                break
            if tokens[back - 1].endswith(",") and self.is_capital(back - 1):
                return True
        return bool(YEAR.match(tokens[place])) and place > 0 and tokens[place - 1].endswith(",")
