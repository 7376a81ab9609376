"""Which words of a sentence a shorter version has to keep so that it stays true.

What turns, weakens or sources a statement never goes, and nothing that stands in quotation marks
does. Numbers, names and dates go only with a whole remark, such as "(£3m)" or ", who was born in
Skerra in 1950,": what is left is then still true, and of the same thing.
"""

from collections.abc import Sequence

from server.digest.english.calendar import DATE_WORDS
from server.digest.english.closed_class import NUMBER_WORDS, strip_marks
from server.digest.english.modality import CAPITALISED_EXCEPTIONS, CONTRACTED, TRUTH_WORDS


def find_protected(tokens: Sequence[str]) -> set[int]:
    """Return the places of the words that stay; tokens are the words of a sentence, as split."""
    words = [strip_marks(token) for token in tokens]
    return {
        place
        for place, word in enumerate(words)
        if (word.lower() in TRUTH_WORDS or CONTRACTED.search(word.lower()))
        and not (place and word in CAPITALISED_EXCEPTIONS)
    }


def find_facts(tokens: Sequence[str]) -> set[int]:
    """Return the places of numbers, names and dates, as far as digits, lists and capitals tell."""
    words = [strip_marks(token) for token in tokens]
    return {
        place
        for place, word in enumerate(words)
        if any(character.isdigit() for character in word)
        or word.lower() in NUMBER_WORDS | DATE_WORDS
        # The capital of the first word is the sentence's.
        or (place and word[:1].isupper() and word != "I")
    }
