"""Plant errors of known kinds in true rewrites, for the faithfulness check to catch.

The kinds follow FactCC (Kryscinski et al. 2020, arXiv:1910.12840) and BUMP (Ma et al. 2023,
arXiv:2212.09955). Each planter returns None if a text has no place for its error.
"""

import random
import re
from collections.abc import Callable, Sequence

from server.digest.english.closed_class import NUMBER_WORDS, SPEECH_VERBS, find_words, strip_marks
from server.digest.english.modality import NEGATIONS

Plant = Callable[[str, Sequence[str], random.Random], str | None]

NUMBER = re.compile(r"\d+")
AUXILIARY = re.compile(r"\b(was|were|is|are|has|have|had|will|could|did)\b(?! not)")
NEGATED = re.compile(r" not\b|n['’]t\b| never\b")
# ", police said on Monday." and ", said Ada Lund."
CLOSING = re.compile(
    r", (?:according to [^,“\"]+|[^,“\"]{3,50} said(?: \w+){0,3}|said [^,“\"]+)\.$"
)
OPENING = re.compile(r"^[^,“\"]{3,40}? (?:said|says) (?:that )?(?=\w)")


def plant_number(text: str, _names: Sequence[str], draw: random.Random) -> str | None:
    """Change one number: "41 days" to "44 days", "two" to "six"."""
    tokens = text.split()
    places = [
        place
        for place, word in enumerate(find_words(tokens))
        if NUMBER.search(word) or word in NUMBER_WORDS - {"one", "first", "second", "half", "last"}
    ]
    if not places:
        return None
    place = draw.choice(places)
    other = draw.choice(
        [word for word in ("two", "six", "nine") if word not in text.lower()] or ["ten"]
    )
    if NUMBER.search(tokens[place]):
        tokens[place] = NUMBER.sub(lambda match: str(int(match[0]) + 3), tokens[place], count=1)
    else:
        tokens[place] = tokens[place].replace(strip_marks(tokens[place]), other)
    return " ".join(tokens)


def plant_name(text: str, names: Sequence[str], draw: random.Random) -> str | None:
    """Replace one name by a name from another article."""
    own = find_names(text)
    strange = [name for name in names if name.lower() not in text.lower()]
    return text.replace(draw.choice(own), draw.choice(strange), 1) if own and strange else None


def plant_negation(text: str, _names: Sequence[str], draw: random.Random) -> str | None:
    """Remove a negation, or add one."""
    negated = NEGATED.search(text)
    if negated:
        return text[: negated.start()] + text[negated.end() :]
    auxiliaries = [*AUXILIARY.finditer(text)]
    if not auxiliaries or not NEGATIONS.isdisjoint(find_words(text.split())):
        return None
    end = draw.choice(auxiliaries).end()
    return f"{text[:end]} not{text[end:]}"


def plant_attribution(text: str, names: Sequence[str], draw: random.Random) -> str | None:
    """Remove an attribution, or change its speaker."""
    for pattern, rest in ((CLOSING, "."), (OPENING, "")):
        found = pattern.search(text)
        if not found:
            continue
        speakers = find_names(found[0])
        strange = [name for name in names if name.lower() not in text.lower()]
        if speakers and strange and draw.random() < 0.5:
            other = found[0].replace(speakers[0], draw.choice(strange), 1)
            return text[: found.start()] + other + text[found.end() :]
        bare = text[: found.start()] + rest + text[found.end() :]
        return bare[:1].upper() + bare[1:]
    return None


def plant_role(text: str, _names: Sequence[str], draw: random.Random) -> str | None:
    """Swap two names."""
    names = [name for name in find_names(text) if text.count(name) == 1]
    pairs = [(a, b) for a in names for b in names if text.find(a) < text.find(b)]
    pairs = [(a, b) for a, b in pairs if a not in b and b not in a]
    if not pairs:
        return None
    one, other = draw.choice(pairs)
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


PLANTERS: dict[str, Plant] = {
    "number": plant_number,
    "name": plant_name,
    "negation": plant_negation,
    "attribution": plant_attribution,
    "role": plant_role,
}


def find_names(text: str) -> list[str]:
    """Return the runs of capitalised words of a text, without its first word and speech verbs."""
    names: list[list[str]] = [[]]
    for place, token in enumerate(text.split()):
        word = strip_marks(token)
        is_name = (
            place > 0 and word[:1].isupper() and word.lower() not in SPEECH_VERBS and len(word) > 1
        )
        if is_name:
            names[-1].append(re.sub(r"['’]s$", "", word))
        if not is_name or not token[-1:].isalnum():
            names.append([])
    return [" ".join(name) for name in names if name and " ".join(name) in text]
