"""Tell whether a point stands on its own, or leans on a sentence that the digest does not have.

Only the opening is judged, behind a dateline or a stray mark, and only from the points before it,
so that every system is measured by one rule. A point dangles if it opens on

- "he" or "she" in any form, and no earlier point names a person;
- "they" or "it" in any form, and no earlier point names anyone or anything;
- "this", "that", "these" or "those" with no noun after it, as in "This was …";
- a connective: "But", "However", "Yet", "And", "Also", "Meanwhile" and their kind;
- a quotation that only a pronoun speaks, under the rules for pronouns, or that nobody speaks;
- "I" or "we" in any form outside a quotation, which is how the middle of a long one looks.

Names are known by their capitals, so in text without any each pronoun counts. The rule sees no
sense: "But" counts right behind the sentence that it answers.
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
# "It" of nothing, as in "It is raining" and "It is not clear whether …", leans on nothing.
OTHER_PRONOUN = re.compile(
    rf"(?:they|them|theirs?|themselves|its|itself|it(?!(?:\sis|['’]s|\swas|\sremains)"
    r"(?:\s(?:not|now|still|also|yet))?\s(?:rain|snow|unclear|clear|possible|unlikely|likely"
    rf"|thought|believed|understood|estimated|feared|hoped))){_TAIL}",
    re.I,
)
FIRST_PERSON = re.compile(rf"(?:I|my|we|our){_TAIL}(?!\.)", re.I)
# The word after tells a pronoun ("This was …") from a determiner ("This year …"). "Those who" and
# "those in" say themselves whom they mean.
DEMONSTRATIVE = re.compile(
    r"(?:this|that|these|those)(?:['’]s|,|\s(?:is|isn['’]t|was|wasn['’]t|are|were|has|have|had"
    r"|does|did|do|will|would|can|could|may|might|must|should|also|all|alone|and|as|came|comes"
    r"|follow(?:s|ed)|include[sd]?|means?|meant|makes?|made|led|leaves?|left|caused?|gave|gives?"
    r"|happen(?:s|ed)|prompted|shows?|showed|says?|said|seems?|took|takes?))\b",
    re.I,
)
# Each as an opening only; words that often begin a sentence of their own need their comma.
CONNECTIVE_OPENING = re.compile(
    r"(?:(?:but|however|yet|and|or|nor|also|meanwhile|nevertheless|nonetheless|therefore|thus"
    r"|hence|moreover|furthermore|additionally|consequently|likewise|similarly|otherwise|instead"
    r"(?!\sof)|so(?!\sfar|-)|in addition(?!\sto)|as a result(?!\sof)|for (?:example|instance)"
    r"|by contrast|in contrast(?!\s(?:to|with))|on the other hand|even so|that said|after all"
    r"|at the same time)\b(?!-)|(?:still|then|besides|again|indeed|too|plus|finally),)",
    re.I,
)

# "he said", "said he", "but she told": the pronoun is the first or second word outside the marks.
SPEAKER_PRONOUN = re.compile(r"\W*(?:[a-z]+\s)?(he|she|they|it)\b", re.I)

# What this points at stands above the sub-heading: "That controversial vote …".
POINTING_BACK = re.compile(
    r"(?:That|Those|Such|(?:This|These)(?! (?:year|month|week|spring|summer|autumn|fall|winter)))\b"
)


class Lean(Enum):
    """What the opening of a sentence needs to have been said before it."""

    NOTHING = auto()
    PERSON = auto()
    ANYTHING = auto()
    UNSAID = auto()  # More than any earlier point can be known to say.


def find_lean(opening: str) -> Lean:
    """Tell what a sentence leans on that begins with `opening`."""
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
    """Judge a quotation by what is outside its marks."""
    outside = QUOTED.sub(" ", text)
    if not re.search(r"\w", outside):
        return Lean.UNSAID
    pronoun = SPEAKER_PRONOUN.match(outside)
    return _find_pronouns_lean(pronoun.group(1)) if pronoun else Lean.NOTHING
