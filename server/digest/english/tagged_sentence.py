"""A sentence with its words, quotations and segments, found without a parser.

Punctuation and closed word classes are the only evidence.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from server.digest.english.closed_class import (
    CONJUNCTIONS,
    NAME_SUFFIXES,
    PREPOSITIONS,
    RELATIVES,
    SPEECH_VERBS,
    SUBJECTS,
    count_main_verbs,
    find_words,
    has_verb,
)
from server.digest.english.quotations import find_quoted

Span = tuple[int, int]

YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# How many tokens a place name may have between its commas: "Skerra, New South Wales,".
LONGEST_PLACE = 4
# Within how many tokens a closing attribution has its verb: "…, a spokesman for the police said."
SPEECH_REACH = 6


class TaggedSentence:
    """The tokens of a sentence, its words, quotations, segments and closing attribution."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.words = find_words(tokens)
        self.quoted = find_quoted(tokens)
        segments = list(self._part())
        start, end = segments[-1]
        words = self.words[start:end]
        # "…, a pilot, confirmed to …": the subject of the verb is before the comma.
        is_bare = words[0] in SPEECH_VERBS and len(words) > 1 and words[1] in PREPOSITIONS
        is_attribution = words[:2] == ["according", "to"] or (
            not is_bare
            and words[0] not in RELATIVES | CONJUNCTIONS | {"as"}
            and not SPEECH_VERBS.isdisjoint(words[:SPEECH_REACH])
        )
        # The start of a closing "…, police said." or "…, according to …", or the end.
        self.close = start if is_attribution and len(segments) > 1 else end
        # The spans between commas before `close`.
        self.segments = [segment for segment in segments if segment[0] < self.close]

    def is_capital(self, place: int) -> bool:
        """Return whether the token at `place` is capitalised."""
        return self.tokens[place][:1].isupper()

    def is_told(self, place: int) -> bool:
        """Return whether the main verb, not only that of a relative clause, is before `place`."""
        return self._verbs[place] > 0

    def joins_clause(self, place: int) -> bool:
        """Return whether a clause like "and the pier was shut" starts here, not "and was saved"."""
        words = self.words[place : self.close]
        if len(words) < 2 or words[0] not in CONJUNCTIONS:
            return False
        return has_verb(words[1:]) and (words[1] in SUBJECTS or self.is_capital(place + 1))

    @cached_property
    def _verbs(self) -> list[int]:
        return count_main_verbs(self.words)

    def _part(self) -> Iterator[Span]:
        depth = start = 0
        for place, token in enumerate(self.tokens[:-1]):
            depth += token.count("(") - token.count(")")
            # "“It sank,” said …": a comma inside the quotation also separates.
            is_free = not depth and not {place, place + 1} <= self.quoted
            if token.rstrip("\"”’'").endswith(",") and is_free and not self._is_inside_name(place):
                yield start, place + 1
                start = place + 1
        yield start, len(self.tokens)

    def _is_inside_name(self, place: int) -> bool:
        """Return whether a comma is part of a place, a date or a list of names."""
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
