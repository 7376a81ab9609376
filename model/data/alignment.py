"""Which words of a sentence its compression keeps."""

import re
from collections.abc import Sequence
from itertools import pairwise

# Runs of letters and digits: compressions are written "2 1" for "2-1" and "Antone" for "Antone's".
PIECE = re.compile(r"[^\W_]+")

_NEVER = 1 << 30  # More runs than any sentence has.


def align(sentence_words: Sequence[str], compression_words: Sequence[str]) -> list[bool] | None:
    """Tell of each word of a sentence whether its compression keeps it, at least in part.

    None if the compression is no deletion: if its words are not all in the sentence, in that
    order, whatever their capitals and marks. Of several ways to find them, the one in fewest runs
    counts, since compressions drop phrases, and of these the one that ends first. A word of marks
    alone stays between two words that stay.
    """
    pieces = [
        (piece.casefold(), place)
        for place, word in enumerate(sentence_words)
        for piece in PIECE.findall(word)
    ]
    wanted = [piece.casefold() for word in compression_words for piece in PIECE.findall(word)]
    matches = _match([piece for piece, _ in pieces], wanted)
    if matches is None:
        return None
    kept = {pieces[match][1] for match in matches}
    spoken = sorted({place for _, place in pieces})
    for left, right in pairwise(spoken):
        if left in kept and right in kept:
            kept.update(range(left, right))
    return [place in kept for place in range(len(sentence_words))]


def _match(pieces: Sequence[str], wanted: Sequence[str]) -> list[int] | None:
    """Return the places of the `wanted` in `pieces`, in as few runs as can be; None if missing.

    Dynamic programming: a row a wanted piece, of the fewest runs with that piece at each place.
    """
    runs = [0] * len(pieces)  # Nothing is wanted yet, wherever that ends.
    steps: list[list[int]] = []
    for number, piece in enumerate(wanted):
        row, origins = [_NEVER] * len(pieces), [-1] * len(pieces)
        least, origin = (0, -1) if number == 0 else (_NEVER, -1)
        for place, found in enumerate(pieces):
            if found == piece:
                row[place], origins[place] = least + 1, origin
                if number and place and runs[place - 1] <= least + 1:
                    row[place], origins[place] = runs[place - 1], place - 1
            if runs[place] < least:
                least, origin = runs[place], place
        runs = row
        steps.append(origins)
    end = min(range(len(pieces)), key=runs.__getitem__, default=-1)
    if wanted and (end < 0 or runs[end] >= _NEVER):
        return None
    matches: list[int] = []
    for origins in reversed(steps):
        matches.append(end)
        end = origins[end]
    return matches[::-1]
