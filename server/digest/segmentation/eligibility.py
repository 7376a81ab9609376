"""Decide whether a sentence of a page can be a point of the digest.

Pages mix an article with bylines, captions, calls to click, notices and sub-headings, and even the
best extractors leave some of them in.
"""

import re
from itertools import islice

from server.digest.english.boilerplate import is_boilerplate

# Shorter sentences rarely say what happened: of the 2,587 sentences that best match an editor's
# highlight in the validation news, 1 % have fewer words.
FEWEST_WORDS = 5
# Longer "sentences" are lists, tables or transcripts (the longest of those 2,587 has 459
# characters). The limit also bounds the time that every pattern takes.
MOST_CHARACTERS = 600

LETTER_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
# Characters that news is never written with: none of 71,000 sentences on real pages has one. The
# direction marks that an Arabic name may need (U+200E, U+200F, U+061C), soft hyphens and zero-width
# spaces are common and harmless.
FOREIGN = re.compile(
    # Control characters.
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"
    # Overrides that display text in another order.
    "\u202a-\u202e\u2066-\u2069"
    # Private use: icons in the font of one site.
    "\ue000-\uf8ff\U000f0000-\U0010ffff"
    # Noncharacters, and placeholders for objects that are not text.
    "\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]"
)
# Stacked accents, which overlap the lines above and below. Not an alternative of the pattern above,
# which would then take ten times as long.
ACCENT = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
STACKED = re.compile(ACCENT * 3)
# A sentence ends in a mark right behind its last word, then closing quotes, brackets and notes. "…"
# trails off, and feeds put " ." behind a heading.
SENTENCE_ENDING = re.compile(
    r"(?<![\s.…])(?:[!?]{1,3}|\.)(?:\s?[\"”’'»)\]]){0,3}(?:\s?\[\d{1,3}\]){0,4}$"
)
# The longest match of that: three marks, three quotes and four notes, each behind a space.
LONGEST_ENDING = 33
UNSEEN = "\u200b\u200e\u200f\ufeff"
INCHES = re.compile(r"(?<=\d)\"")
OPENING_LIST_NUMBER = re.compile(r"^\W{0,3}[\da-z]{1,2}\)")


def is_whole(sentence: str) -> bool:
    """Return whether `sentence` ends like one; headings, bylines and menus do not."""
    return _ends(_fold(sentence))


def is_eligible(sentence: str) -> bool:
    """Return whether `sentence` can be a point: whole, long enough, and part of the news."""
    if len(sentence) > MOST_CHARACTERS or _is_foreign(sentence):
        return False
    text = _fold(sentence)
    return _ends(text) and _has_words(text) and _is_balanced(text) and not is_boilerplate(text)


def _fold(sentence: str) -> str:
    return " ".join(sentence.split()).rstrip(UNSEEN)


def _ends(text: str) -> bool:
    return bool(SENTENCE_ENDING.search(text, max(0, len(text) - LONGEST_ENDING)))


def _has_words(text: str) -> bool:
    return any(islice(LETTER_WORD.finditer(text), FEWEST_WORDS - 1, None))


def _is_foreign(sentence: str) -> bool:
    return bool(FOREIGN.search(sentence) or STACKED.search(sentence))


def _is_balanced(text: str) -> bool:
    """Return whether every quotation and bracket that opens here also closes here."""
    text = OPENING_LIST_NUMBER.sub("", INCHES.sub("", text))
    return (
        text.count('"') % 2 == 0
        and text.count("“") == text.count("”")
        and text.count("(") == text.count(")")
    )
