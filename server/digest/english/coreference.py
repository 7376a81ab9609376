"""Find which earlier sentences of an article the opening of each sentence refers to.

"He" is the person named last, so the digest needs the sentence that names them, without another
person in between. A bare surname refers to the sentences that give the full name.
"""

import re
from collections.abc import Sequence

from server.digest.english.names import find_names, is_presented
from server.digest.english.openings import Lean, find_lean, find_opening

# The sentences of which one has to be chosen too; None if no other is needed, and the empty set if
# no sentence would help.
Needs = frozenset[int] | None

NOTHING_HELPS: Needs = frozenset()

# Articles rarely give a full name more often; the limit bounds the work in long ones.
MOST_INTRODUCTIONS = 8

# A sentence that opens on a bare surname: "Marlow said", "Mr Marlow, …", "Marlow's boat".
BARE_SURNAME = re.compile(
    r"[\"“'‘]?(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir)\b\.?\s)?(?P<surname>[A-Z][\w-]+)(?:['’]s?)?,?\s(?=[a-z])"
)
# A question, or a fragment that a full stop cut off from the sentence before.
TELLS_NOTHING = re.compile(
    r".*\?[\"”’'»)\]]*$|(?:Because|Which|Whose|Like|Including|Especially|Particularly)\b[^,]*$",
    re.S,
)
# A sentence this short cannot name whom its pronoun refers to: "On Sunday, they released him."
FEW_WORDS = 9
PRONOUN = re.compile(r"\b(?:he|she|they|it|him|her|them|his|hers|its|theirs?)\b", re.I)
CAPITALISED = re.compile(r"\b[A-Z][\w-]+")
# Refers to an event or person of the sentence before, unless its own complement says which one:
# "The decision to close the pier".
ANAPHOR = re.compile(
    r"(?:The|This|That|These|Those|Such|Both) (?:(?:latest|same|new|two|other|alleged) )?"
    r"(?:move|decision|incident|attack|ruling|announcement|accident|crash|blast|shooting|explosion"
    r"|change|claim|comment|remark|statement|allegation|accusation|charge|deal|agreement|plan"
    r"|proposal|measure|step|finding|figure|result|news|event|development|episode|verdict|sentence"
    r"|case|clip|footage|picture|image|video|photo|post|tweet|letter|message|victim|suspect|couple"
    r"|pair|duo|trio|man|woman|boy|girl|men|women|teenager|youngster|child|children|baby"
    r"|\d{1,2}-year-old)s?"
    r"\b(?!['’]s| (?:of|to|by|in|on|at|against|for|from|about|with|between|that|who|which|over"
    r"|into|behind|whose|accused|charged|suspected|responsible|named|called|known) )"
)


def find_needs(texts: Sequence[str]) -> list[Needs]:
    """Return, for each sentence in order, the earlier ones of which its opening needs one."""
    needs: list[Needs] = []
    introductions: dict[str | None, set[int]] = {}
    last_person: Needs = NOTHING_HELPS
    for index, text in enumerate(texts):
        before: Needs = frozenset({index - 1}) if index else NOTHING_HELPS
        opening = find_opening(text)
        lean = find_lean(opening)
        surname = find_surname(opening)
        if lean is Lean.PERSON:
            needs.append(last_person)
        elif lean is Lean.UNSAID or TELLS_NOTHING.match(text):
            needs.append(NOTHING_HELPS)
        elif lean is Lean.ANYTHING or ANAPHOR.match(opening) or _is_short_of_names(text):
            needs.append(before)
        elif surname in introductions:
            needs.append(frozenset(introductions[surname]))
        else:
            needs.append(None)
        names = find_introduced(text)
        is_known = not introductions.keys().isdisjoint(CAPITALISED.findall(text))
        if names or is_known or is_presented(text):
            last_person = frozenset({index})
        for name in names:
            known = introductions.setdefault(name, set())
            if len(known) < MOST_INTRODUCTIONS:
                known.add(index)
    return needs


def find_surname(opening: str) -> str | None:
    """Return the one-word name that a sentence opens on, which may be a place's, or None."""
    match = BARE_SURNAME.match(opening)
    return match["surname"] if match else None


def find_introduced(text: str) -> list[str]:
    """Return the surnames of the full names in a text."""
    return [name.split()[-1].removesuffix("'s") for name in find_names(text)]


def _is_short_of_names(text: str) -> bool:
    return len(text.split()) <= FEW_WORDS and bool(PRONOUN.search(text))
