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
from collections.abc import Sequence
from enum import Enum, auto

from server.digest.english.datelines import find_body

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
CONNECTIVE = re.compile(
    r"(?:(?:but|however|yet|and|or|nor|also|meanwhile|nevertheless|nonetheless|therefore|thus"
    r"|hence|moreover|furthermore|additionally|consequently|likewise|similarly|otherwise|instead"
    r"(?!\sof)|so(?!\sfar|-)|in addition(?!\sto)|as a result(?!\sof)|for (?:example|instance)"
    r"|by contrast|in contrast(?!\s(?:to|with))|on the other hand|even so|that said|after all"
    r"|at the same time)\b(?!-)|(?:still|then|besides|again|indeed|too|plus|finally),)",
    re.I,
)

QUOTED = re.compile(
    r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|(?<!\w)['‘](?=[A-Za-z]).*?(?:[.,!?]['’]|['’](?!\w)|$)",
    re.S,
)
# The end of a quotation that opened in an earlier sentence, and what follows it.
QUOTED_END = re.compile(r"(?:[^\"“”'’‘]|(?<=\w)['’])*?[.,!?](?:[\"”]|['’](?!\w))(.*)")
# "he said", "said he", "but she told": the pronoun is the first or second word outside the marks.
SPEAKER_PRONOUN = re.compile(r"\W*(?:[a-z]+\s)?(he|she|they|it)\b", re.I)

_CAPITAL = r"[A-Z][\w’'-]*\.?"
# One capital is a match too, though no name: else each letter of a long word would be tried anew.
NAME_RUN = re.compile(rf"{_CAPITAL}(?:\s(?:(?:de|van|von|der|bin|al|el|la|du)\s)?{_CAPITAL})*")
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Prof|Professor|President|Judge|Capt|Sgt)\b\.?\s[A-Z]"
)
# A lone name with its owner's age: "Marlow, 43, …".
AGED = re.compile(r"\b[A-Z]\w+, (?:who is )?(?:aged )?\d{1,2},")
# A run of capitals that has one of these is a place, a body or a date, not a person.
IMPERSONAL = re.compile(
    r"\b(?:New|North|South|East|West|Northern|Southern|United|Great|High|Supreme|White|House|Court"
    r"|City|County|State|States|Street|Road|Park|River|Island|Islands|University|College|School"
    r"|Hospital|Department|Ministry|Police|Office|Council|Party|League|Cup|Club|Bank|Group|Union"
    r"|Church|Army|Force|Service|Agency|Association|Committee|Company|Inc|Ltd|Corp|News|Times"
    r"|World|Day|War|Act|The|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January"
    r"|February|March|April|May|June|July|August|September|October|November|December)\b"
)
# Words whose capital is that of the sentence: "In London" and "But Marlow" are no full names.
OPENING_WORD = re.compile(
    r"^(?:A|An|In|On|At|By|As|For|From|With|To|Of|After|Before|Since|During|Under|Over|Until|When"
    r"|While|If|Although|Though|Because|But|And|Or|So|Yet|Both|Like|Unlike|Now|Then|Meanwhile"
    r"|However|Even|Only|Former|Some|Many|Most|Its?|His|Her|Their|Our|My|Is|Was|Did|Has|How|Why"
    r"|What|Who|Where)\s"
)
# A capital behind a small letter or a comma: not the one that every sentence opens with.
INNER_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z]\w+")


class Lean(Enum):
    """What the opening of a sentence needs to have been said before it."""

    NOTHING = auto()
    PERSON = auto()
    ANYTHING = auto()
    UNSAID = auto()  # More than any earlier point can be known to say.


def count_dangling(points: Sequence[str]) -> int:
    """Count the points of a digest, in its order, that open on what the digest has not said."""
    return sum(is_dangling(point, points[:place]) for place, point in enumerate(points))


def is_dangling(point: str, earlier: Sequence[str]) -> bool:
    """Tell whether `point` opens on something that the `earlier` points leave unsaid."""
    lean = find_lean(find_opening(point))
    if lean is Lean.PERSON:
        return not any(map(names_person, earlier))
    if lean is Lean.ANYTHING:
        return not any(map(names_anything, earlier))
    return lean is Lean.UNSAID


def find_lean(opening: str) -> Lean:
    """Tell what a sentence leans on that begins with `opening`."""
    if QUOTED.match(opening):
        return _find_speakers_lean(opening)
    if end := QUOTED_END.match(opening):
        return _find_speakers_lean(end.group(1))
    openers = (DEMONSTRATIVE, CONNECTIVE, FIRST_PERSON)
    if any(opener.match(opening) for opener in openers):
        return Lean.UNSAID
    return _find_pronouns_lean(opening)


def find_opening(point: str) -> str:
    """Return `point` behind its dateline and any stray mark."""
    text = point.strip()
    return STRAY_MARK.sub("", text[find_body(text) :].lstrip())


def names_person(text: str) -> bool:
    """Tell, by capitals, whether `text` names a person: two names in a row, a title or an age."""
    return is_presented(text) or bool(find_names(text))


def is_presented(text: str) -> bool:
    """Tell whether a name in `text` comes with a title or an age."""
    return bool(TITLED.search(text) or AGED.search(text))


def find_names(text: str) -> list[str]:
    """Return the full names of persons in `text`, as far as capitals tell them."""
    runs = (OPENING_WORD.sub("", run.group()) for run in NAME_RUN.finditer(text))
    return [run for run in runs if " " in run and not IMPERSONAL.search(run)]


def names_anything(text: str) -> bool:
    """Tell, by capitals, whether `text` names a person, a place or a body."""
    return names_person(text) or bool(INNER_CAPITAL.search(text))


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
