"""Find which earlier sentences of an article the opening of each sentence leans on.

`standing.py` judges a digest alone, and takes any person for "he". To choose sentences, the article
is at hand, and tells more: "he" is whoever was named last, so that sentence has to be in the digest
and no other person can come between; and a bare surname was introduced somewhere.
"""

import re
from collections.abc import Sequence

from server.digest.english.names import find_names, is_presented
from server.digest.english.openings import Lean, find_lean, find_opening

# The sentences of which one must be chosen as well; None if the sentence needs no other. With an
# empty set no sentence helps.
Needs = frozenset[int] | None

NOTHING_HELPS: Needs = frozenset()

# Full names are rarely given more often; it bounds the work in long articles.
MOST_INTRODUCTIONS = 8

# "Marlow said", "Mr Marlow, …", "Marlow's boat": a surname alone opens the sentence.
BARE_SURNAME = re.compile(
    r"[\"“'‘]?(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir)\b\.?\s)?(?P<surname>[A-Z][\w-]+)(?:['’]s?)?,?\s(?=[a-z])"
)
# Asks and does not tell; or is a part of the sentence before, cut off by a full stop.
TELLS_NOTHING = re.compile(
    r".*\?[\"”’'»)\]]*$|(?:Because|Which|Whose|Like|Including|Especially|Particularly)\b[^,]*$",
    re.S,
)
# Up to so many words have no room for whom their pronoun means: "On Sunday, they released him."
FEW_WORDS = 9
PRONOUN = re.compile(r"\b(?:he|she|they|it|him|her|them|his|hers|its|theirs?)\b", re.I)
CAPITALISED = re.compile(r"\b[A-Z][\w-]+")
# What has happened in the sentence before, or who was in it. What follows tells: "The decision to
# close the pier" says itself which one is meant.
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
    """Return, for each sentence of an article in order, which earlier ones its opening needs."""
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
    """Return the name that a sentence opens on if it is one word, which need not be a person's."""
    match = BARE_SURNAME.match(opening)
    return match["surname"] if match else None


def find_introduced(text: str) -> list[str]:
    """Return the surnames that a text gives with what goes before them in a full name."""
    return [name.split()[-1].removesuffix("'s") for name in find_names(text)]


def _is_short_of_names(text: str) -> bool:
    return len(text.split()) <= FEW_WORDS and bool(PRONOUN.search(text))
