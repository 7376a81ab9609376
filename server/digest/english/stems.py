"""The content words of a sentence, truncated so that inflected forms match."""

import re

from server.digest.english.closed_class import list_words

# Enough letters to tell words apart, few enough for "arrest" and "arrested" to match.
LENGTH = 6
LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
STOP_WORDS = list_words(
    "the a an and or but of to in on at by for from with as is are was were be been being has"
    " have had he she it they his her its their him them this that these those who which what when"
    " where while after before not no will would could can may said says say i we you our your my"
    " us me there than then so if about into over also more most other some such only just out up"
    " down"
)


def find_stems(text: str) -> frozenset[str]:
    """Return the stems of a text: its words in lower case, truncated, without stop words."""
    words = LETTERS_AND_DIGITS.findall(text.lower())
    return frozenset(word[:LENGTH] for word in words if word not in STOP_WORDS)


def compare_stems(one: frozenset[str], two: frozenset[str]) -> float:
    """Return the share of the smaller set that is in the other, 0 to 1."""
    return len(one & two) / max(1, min(len(one), len(two)))
