"""Find which words of a sentence its compression keeps."""

import re
from collections.abc import Sequence
from itertools import pairwise

# Words are compared by runs of letters and digits: Google's compressions write "2 1" for "2-1" and
# "Antone" for "Antone's".
PIECE = re.compile(r"[^\W_]+")

_IMPOSSIBLE = 1 << 30  # More runs than any sentence has.


def align(sentence_words: Sequence[str], compression_words: Sequence[str]) -> list[bool] | None:
    """Return whether the compression keeps each word of a sentence, at least in part.

    None if the compression is not a deletion: its words have to be in the sentence in the same
    order; case and punctuation do not matter. If there are several alignments, take the one with
    the fewest runs of words, since compressions drop phrases, and of these the one that ends first.
    A word of punctuation alone is kept if the words on both sides of it are.
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
    """Return the positions of `wanted` in `pieces` with the fewest runs; None if there are none.

    Dynamic programming: for each wanted piece, a row with the fewest runs up to that piece for
    every position that it can take.
    """
    runs = [0] * len(pieces)
    steps: list[list[int]] = []
    for number, piece in enumerate(wanted):
        row, origins = [_IMPOSSIBLE] * len(pieces), [-1] * len(pieces)
        least, origin = (0, -1) if number == 0 else (_IMPOSSIBLE, -1)
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
    if wanted and (end < 0 or runs[end] >= _IMPOSSIBLE):
        return None
    matches: list[int] = []
    for origins in reversed(steps):
        matches.append(end)
        end = origins[end]
    return matches[::-1]
