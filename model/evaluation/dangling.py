"""Count the points of a digest that open on something the digest has not said.

Only the opening is judged, behind a dateline or a stray mark, and only from the points before it,
so that every system is measured by one rule. A point dangles if it opens on

- "he" or "she" in any form, and no earlier point names a person;
- "they" or "it" in any form, and no earlier point names anyone or anything;
- what no point before it can be known to say: a bare "this", a connective, the middle of a
  quotation (`server/digest/english/openings.py`).

Names are known by their capitals, so in text without any each pronoun counts. The rule sees no
sense: "But" counts right behind the sentence that it answers.
"""

import re
from collections.abc import Sequence

from server.digest.english.names import find_names, is_presented
from server.digest.english.openings import Lean, find_lean, find_opening

# A capital behind a small letter or a comma: not the one that every sentence opens with.
INNER_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z]\w+")


def count_dangling(points: Sequence[str]) -> int:
    """Return how many points of a digest, in its order, open on what it has not said."""
    return sum(is_dangling(point, points[:place]) for place, point in enumerate(points))


def is_dangling(point: str, earlier: Sequence[str]) -> bool:
    """Return whether `point` opens on something that the `earlier` points leave unsaid."""
    lean = find_lean(find_opening(point))
    if lean is Lean.PERSON:
        return not any(map(names_person, earlier))
    if lean is Lean.ANYTHING:
        return not any(map(names_anything, earlier))
    return lean is Lean.UNSAID


def names_person(text: str) -> bool:
    """Return whether capitals show a person in `text`: two names in a row, a title or an age."""
    return is_presented(text) or bool(find_names(text))


def names_anything(text: str) -> bool:
    """Return whether capitals show a person, a place or a body in `text`."""
    return names_person(text) or bool(INNER_CAPITAL.search(text))
