"""Syllables of English words, counted as runs of vowels."""

import re
from functools import lru_cache

# Words are runs of letters: no dictionary has the syllables of numbers.
SPELLED_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
# As many distinct words as the articles that one reader opens in a day.
REMEMBERED_WORDS = 10_000
SILENT_E = re.compile(r"[^aeiouyl]e$")


@lru_cache(REMEMBERED_WORDS)
def count_syllables(word: str) -> int:
    """Return how many syllables a lower-case word has, at least 1."""
    return max(1, len(VOWELS.findall(word)) - bool(SILENT_E.search(word)))
