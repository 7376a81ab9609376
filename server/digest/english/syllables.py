"""Syllables of English words, counted as runs of vowels."""

import re

# Words are runs of letters: no dictionary has the syllables of numbers.
SPELLED_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_E = re.compile(r"[^aeiouyl]e$")


def count_syllables(word: str) -> int:
    """Return how many syllables a lower-case word has, at least 1."""
    return max(1, len(VOWELS.findall(word)) - bool(SILENT_E.search(word)))
