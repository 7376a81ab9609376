"""What a brief point may be: words of its sentence, in the order in which they stand there."""

import re

# From the first letter or digit of a word to its last: a point may end where a comma stood.
WORD = re.compile(r"\w(?:\S*\w)?")


def is_drawn_from(point: str, text: str) -> bool:
    """Say whether the words of a point stand in a text in the same order, capitals aside."""
    rest = iter(WORD.findall(text.casefold()))
    # `in` reads on from where the last word was found.
    return all(word in rest for word in WORD.findall(point.casefold()))
