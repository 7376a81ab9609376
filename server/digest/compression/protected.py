"""Find the words that a shorter version has to keep to stay true.

Words that negate, weaken or attribute a statement always stay, and so do quotations. Numbers, names
and dates go only with a whole remark, such as "(£3m)" or ", who was born in Skerra in 1950,": what
is left is then still true, and about the same thing.
"""

from collections.abc import Sequence

from server.digest.english.calendar import DATE_WORDS
from server.digest.english.closed_class import NUMBER_WORDS, strip_marks
from server.digest.english.modality import CAPITALISED_EXCEPTIONS, CONTRACTED, TRUTH_WORDS

FACT_WORDS = NUMBER_WORDS | DATE_WORDS


def find_protected(tokens: Sequence[str]) -> set[int]:
    """Return the indices of the words that decide whether the sentence is true."""
    words = [strip_marks(token) for token in tokens]
    return {
        place
        for place, word in enumerate(words)
        if (word.lower() in TRUTH_WORDS or CONTRACTED.search(word.lower()))
        and not (place and word in CAPITALISED_EXCEPTIONS)
    }


def find_facts(tokens: Sequence[str]) -> set[int]:
    """Return the indices of numbers, names and dates, found by digits, lists and capitals."""
    words = [strip_marks(token) for token in tokens]
    return {
        place
        for place, word in enumerate(words)
        if any(map(str.isdigit, word))
        or word.lower() in FACT_WORDS
        # The first word is capitalised anyway.
        or (place and word[:1].isupper() and word != "I")
    }
