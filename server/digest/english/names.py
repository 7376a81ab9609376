"""Find full names of persons by their capitals."""

import re

_CAPITAL = r"[A-Z][\w’'-]*\.?"
# A single capital also matches, though it is no name: otherwise each letter of a long word would be
# tried again.
NAME_RUN = re.compile(rf"{_CAPITAL}(?:\s(?:(?:de|van|von|der|bin|al|el|la|du)\s)?{_CAPITAL})*")
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Prof|Professor|President|Judge|Capt|Sgt)\b\.?\s[A-Z]"
)
# A surname with an age: "Marlow, 43, …".
AGED = re.compile(r"\b[A-Z]\w+, (?:who is )?(?:aged )?\d{1,2},")
# A run of capitals with one of these is a place, a body or a date, not a person.
IMPERSONAL = re.compile(
    r"\b(?:New|North|South|East|West|Northern|Southern|United|Great|High|Supreme|White|House|Court"
    r"|City|County|State|States|Street|Road|Park|River|Island|Islands|University|College|School"
    r"|Hospital|Department|Ministry|Police|Office|Council|Party|League|Cup|Club|Bank|Group|Union"
    r"|Church|Army|Force|Service|Agency|Association|Committee|Company|Inc|Ltd|Corp|News|Times"
    r"|World|Day|War|Act|The|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January"
    r"|February|March|April|May|June|July|August|September|October|November|December)\b"
)
# Words capitalised as the first of a sentence: "In London" and "But Marlow" are not full names.
OPENING_WORD = re.compile(
    r"^(?:A|An|In|On|At|By|As|For|From|With|To|Of|After|Before|Since|During|Under|Over|Until|When"
    r"|While|If|Although|Though|Because|But|And|Or|So|Yet|Both|Like|Unlike|Now|Then|Meanwhile"
    r"|However|Even|Only|Former|Some|Many|Most|Its?|His|Her|Their|Our|My|Is|Was|Did|Has|How|Why"
    r"|What|Who|Where)\s"
)


def is_presented(text: str) -> bool:
    """Return whether `text` gives a name with a title or an age."""
    return bool(TITLED.search(text) or AGED.search(text))


def find_names(text: str) -> list[str]:
    """Return the full names of persons in `text`, recognised by their capitals."""
    runs = (OPENING_WORD.sub("", run.group()) for run in NAME_RUN.finditer(text))
    return [run for run in runs if " " in run and not IMPERSONAL.search(run)]
