"""Tell whether a sentence of a page may stand as a point of the digest.

Pages mix an article with bylines, captions, calls to click, notices and sub-headings, and the best
extractors let some of them in. A table says what is refused and why; each pattern is anchored at an
opening or is a phrase that news itself hardly uses. It was read against 60,000 sentences of real
pages (`tests/fixtures/README.md`).
"""

import re

from server.digest.english.boilerplate import is_boilerplate

# Fewer words hardly say what happened: of 2,587 sentences that best match an editor's highlight in
# the validation news, 1 % have fewer.
FEWEST_WORDS = 5
# Longer "sentences" are lists, tables or transcripts (the longest of those 2,587 has 459); it also
# bounds the time of every pattern.
MOST_CHARACTERS = 600

LETTER_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
# What no sentence of news is written with: of 71,000 on real pages none has one. Marks of direction
# that a name in Arabic may need (U+200E, U+200F, U+061C), soft hyphens and zero-width spaces are
# common there, and harmless.
FOREIGN = re.compile(
    # Control characters.
    "[\x00-\x08\x0e-\x1f\x7f-\x9f]"
    # They show text in another order than it has.
    "|[\u202a-\u202e\u2066-\u2069]"
    # Pictures, in the font of one site.
    "|[\ue000-\uf8ff\U000f0000-\U0010ffff]"
    # No characters, or such as stand for what is no text.
    "|[\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]"
    # Towers of accents, which reach into the lines above and below.
    "|[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}"
)
# Closes as a sentence: a mark that touches the last word, then closing quotes, brackets and notes.
# "…" trails off, and " ." is what feeds put behind a heading.
ENDING = re.compile(r"(?<![\s.…])(?:[!?]{1,3}|\.)(?:\s?[\"”’'»)\]]){0,3}(?:\s?\[\d{1,3}\]){0,4}$")
UNSEEN = "\u200b\u200e\u200f\ufeff"
INCHES = re.compile(r"(?<=\d)\"")
LIST_NUMBER = re.compile(r"^\W{0,3}[\da-z]{1,2}\)")


def is_whole(sentence: str) -> bool:
    """Tell whether `sentence` ends as one; headings, bylines and menus do not."""
    return bool(ENDING.search(_fold(sentence)))


def is_eligible(sentence: str) -> bool:
    """Tell whether `sentence` can stand as a point: whole, long enough, and part of the news."""
    if len(sentence) > MOST_CHARACTERS or FOREIGN.search(sentence):
        return False
    text = _fold(sentence)
    if not ENDING.search(text):
        return False
    if sum(1 for _ in LETTER_WORD.finditer(text)) < FEWEST_WORDS or not _is_balanced(text):
        return False
    return not is_boilerplate(text)


def _fold(sentence: str) -> str:
    return " ".join(sentence.split()).rstrip(UNSEEN)


def _is_balanced(text: str) -> bool:
    """Tell whether quotations and brackets that open here also close here."""
    text = LIST_NUMBER.sub("", INCHES.sub("", text))
    return (
        text.count('"') % 2 == 0
        and text.count("“") == text.count("”")
        and text.count("(") == text.count(")")
    )
