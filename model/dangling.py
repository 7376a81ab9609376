"""Tell which points of a digest hang in the air: they lean on a sentence that is not there.

Only openings are judged, from the digest alone, so that every system is measured by one rule. A
point dangles if it opens (after a dateline such as "(CNN)" or a stray mark) on

- "he" or "she" in any form, and no earlier point names a person;
- "they" or "it" in any form, and no earlier point names anyone or anything;
- "this", "that", "these" or "those" with no noun after it, as in "This was …";
- a connective: "But", "However", "Yet", "And", "Also", "Meanwhile" and their kind;
- a quotation that only a pronoun speaks, under the rules for pronouns, or that nobody speaks;
- "I" or "we" in any form outside a quotation, which is how the middle of a long one looks.

Names are known by their capitals, so in text without any each pronoun counts. The rule sees no
sense: "It is raining" counts, and so does "But" right behind the sentence that it answers.
"""

import re
from collections.abc import Sequence

DATELINE = re.compile(r"^[^(\"“]{0,40}\((?:CNN|AP|Reuters|AFP)[^)]{0,20}\)[\s:–—-]*")
# A mark with a space behind it belongs to the sentence before, or lost its place at the source.
STRAY_MARK = re.compile(r"^[\"“”'‘’]\s+")

# What a contraction adds: "he's", "they’d".
_TAIL = r"(?:['’](?:s|d|ll|m|re|ve))?\b"
PERSON_PRONOUN = re.compile(rf"(?:he|she|him|his|hers?|himself|herself){_TAIL}", re.I)
OTHER_PRONOUN = re.compile(rf"(?:they|them|theirs?|themselves|it|its|itself){_TAIL}", re.I)
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
    r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|(?<!\w)['‘](?=[A-Za-z]).*?(?:[.,!?]['’]|['’](?!\w)|$)"
)
# The end of a quotation that opened in an earlier sentence, and what follows it.
QUOTED_END = re.compile(r"(?:[^\"“”'’‘]|(?<=\w)['’])*?[.,!?](?:[\"”]|['’](?!\w))(.*)")
# "he said", "said he", "but she told": the pronoun is the first or second word outside the marks.
SPEAKER_PRONOUN = re.compile(r"\W*(?:[a-z]+\s)?(he|she|they|it)\b", re.I)

_CAPITAL = r"[A-Z][\w’'-]*\.?"
NAME_RUN = re.compile(rf"{_CAPITAL}(?:\s(?:(?:de|van|von|der|bin|al|el|la|du)\s)?{_CAPITAL})+")
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
# A capital behind a small letter or a comma: not the one that every sentence opens with.
INNER_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z]\w+")


def count_dangling(points: Sequence[str]) -> int:
    """Count the points of a digest, in its order, that open on what the digest has not said."""
    return sum(is_dangling(point, points[:place]) for place, point in enumerate(points))


def is_dangling(point: str, earlier: Sequence[str]) -> bool:
    """Tell whether `point` opens on something that the `earlier` points leave unsaid."""
    opening = STRAY_MARK.sub("", DATELINE.sub("", point.strip()))
    if QUOTED.match(opening):
        return _lacks_speaker(opening, earlier)
    if end := QUOTED_END.match(opening):
        return _lacks_speaker(end.group(1), earlier)
    openers = (DEMONSTRATIVE, CONNECTIVE, FIRST_PERSON)
    return _is_unnamed(opening, earlier) or any(opener.match(opening) for opener in openers)


def names_person(text: str) -> bool:
    """Tell, by capitals, whether `text` names a person: two names in a row, a title or an age."""
    runs = (run.group() for run in NAME_RUN.finditer(text))
    return bool(
        TITLED.search(text) or AGED.search(text) or any(not IMPERSONAL.search(run) for run in runs)
    )


def _is_unnamed(opening: str, earlier: Sequence[str]) -> bool:
    if PERSON_PRONOUN.match(opening):
        return not any(names_person(point) for point in earlier)
    if OTHER_PRONOUN.match(opening):
        return not any(names_person(p) or INNER_CAPITAL.search(p) for p in earlier)
    return False


def _lacks_speaker(text: str, earlier: Sequence[str]) -> bool:
    """Judge a quotation by what is outside its marks."""
    outside = QUOTED.sub(" ", text)
    if not re.search(r"\w", outside):
        return True
    pronoun = SPEAKER_PRONOUN.match(outside)
    return bool(pronoun and _is_unnamed(pronoun.group(1), earlier))
