"""Count the points of a digest that open by referring to something the digest has not said.

The rule is the same for every system. It looks only at the opening of a point, after a dateline or
a stray mark, and at the points before it. A point dangles if it opens with

- "he" or "she" in any form, and no earlier point names a person;
- "they" or "it" in any form, and no earlier point names anyone or anything;
- a bare "this", a connective or the middle of a quotation: no earlier point is known to settle
  what these refer to (`server/digest/english/openings.py`).

Names are found by their capitals, so in text without capitals every pronoun counts. The rule does
not understand the text: "But" counts even after the sentence that it answers.
"""

import re
from collections.abc import Sequence

from server.digest.english.names import find_names, is_presented
from server.digest.english.openings import Lean, find_lean, find_opening

# A capital after a lower-case letter or a comma, so not the first letter of a sentence.
INNER_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z]\w+")


def count_dangling(points: Sequence[str]) -> int:
    """Return how many points of a digest, in its order, dangle."""
    return sum(is_dangling(point, points[:place]) for place, point in enumerate(points))


def is_dangling(point: str, earlier: Sequence[str]) -> bool:
    """Return whether `point` dangles after the `earlier` points."""
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
