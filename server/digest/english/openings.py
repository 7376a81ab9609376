"""Find what the opening of a sentence refers to: a person, anything, or an unknown text.

The opening begins behind a dateline or a stray mark. It refers to

- a person: "he" or "she" in any form;
- anything: "they" or "it" in any form;
- an unknown text: "this", "that", "these" or "those" without a noun, as in "This was …"; a
  connective such as "But", "However" or "Meanwhile"; a quotation without a speaker; "I" or "we" in
  any form outside a quotation, which is how the middle of a long one looks.

A quotation that a pronoun speaks refers to what the pronoun refers to. The rule does not interpret:
"But" counts even right behind the sentence that it answers.
"""

import re
from enum import Enum, auto

from server.digest.english.datelines import find_body
from server.digest.english.quotations import QUOTED, QUOTED_END

# A mark with a space behind it belongs to the sentence before, or lost its place at the source.
STRAY_MARK = re.compile(r"^[\"“”'‘’]\s+")

# What a contraction adds: "he's", "they’d".
_TAIL = r"(?:['’](?:s|d|ll|m|re|ve))?\b"
PERSON_PRONOUN = re.compile(rf"(?:he|she|him|his|hers?|himself|herself){_TAIL}", re.I)
# Expletive "it" refers to nothing: "It is raining", "It is not clear whether …".
OTHER_PRONOUN = re.compile(
    rf"(?:they|them|theirs?|themselves|its|itself|it(?!(?:\sis|['’]s|\swas|\sremains)"
    r"(?:\s(?:not|now|still|also|yet))?\s(?:rain|snow|unclear|clear|possible|unlikely|likely"
    rf"|thought|believed|understood|estimated|feared|hoped))){_TAIL}",
    re.I,
)
FIRST_PERSON = re.compile(rf"(?:I|my|we|our){_TAIL}(?!\.)", re.I)
# The next word tells a pronoun ("This was …") from a determiner ("This year …"). "Those who" and
# "those in" say whom they mean.
DEMONSTRATIVE = re.compile(
    r"(?:this|that|these|those)(?:['’]s|,|\s(?:is|isn['’]t|was|wasn['’]t|are|were|has|have|had"
    r"|does|did|do|will|would|can|could|may|might|must|should|also|all|alone|and|as|came|comes"
    r"|follow(?:s|ed)|include[sd]?|means?|meant|makes?|made|led|leaves?|left|caused?|gave|gives?"
    r"|happen(?:s|ed)|prompted|shows?|showed|says?|said|seems?|took|takes?))\b",
    re.I,
)
# Only at the start; words that often begin an independent sentence need a comma.
CONNECTIVE_OPENING = re.compile(
    r"(?:(?:but|however|yet|and|or|nor|also|meanwhile|nevertheless|nonetheless|therefore|thus"
    r"|hence|moreover|furthermore|additionally|consequently|likewise|similarly|otherwise|instead"
    r"(?!\sof)|so(?!\sfar|-)|in addition(?!\sto)|as a result(?!\sof)|for (?:example|instance)"
    r"|by contrast|in contrast(?!\s(?:to|with))|on the other hand|even so|that said|after all"
    r"|at the same time)\b(?!-)|(?:still|then|besides|again|indeed|too|plus|finally),)",
    re.I,
)

# "he said", "said he", "but she told": the pronoun is the first or second word outside the quote.
SPEAKER_PRONOUN = re.compile(r"\W*(?:[a-z]+\s)?(he|she|they|it)\b", re.I)

# Refers to a text above the sub-heading: "That controversial vote …".
POINTING_BACK = re.compile(
    r"(?:That|Those|Such|(?:This|These)(?! (?:year|month|week|spring|summer|autumn|fall|winter)))\b"
)


class Lean(Enum):
    """What the opening of a sentence refers to."""

    NOTHING = auto()
    PERSON = auto()
    ANYTHING = auto()
    UNSAID = auto()  # A text that no earlier point is known to contain.


def find_lean(opening: str) -> Lean:
    """Return what a sentence that begins with `opening` refers to."""
    if QUOTED.match(opening):
        return _find_speakers_lean(opening)
    if end := QUOTED_END.match(opening):
        return _find_speakers_lean(end.group(1))
    openers = (DEMONSTRATIVE, CONNECTIVE_OPENING, FIRST_PERSON)
    if any(opener.match(opening) for opener in openers):
        return Lean.UNSAID
    return _find_pronouns_lean(opening)


def find_opening(point: str) -> str:
    """Return `point` behind its dateline and any stray mark."""
    text = point.strip()
    return STRAY_MARK.sub("", text[find_body(text) :].lstrip())


def _find_pronouns_lean(opening: str) -> Lean:
    if PERSON_PRONOUN.match(opening):
        return Lean.PERSON
    return Lean.ANYTHING if OTHER_PRONOUN.match(opening) else Lean.NOTHING


def _find_speakers_lean(text: str) -> Lean:
    """Return what a quotation refers to, by the text outside its marks."""
    outside = QUOTED.sub(" ", text)
    if not re.search(r"\w", outside):
        return Lean.UNSAID
    pronoun = SPEAKER_PRONOUN.match(outside)
    return _find_pronouns_lean(pronoun.group(1)) if pronoun else Lean.NOTHING
