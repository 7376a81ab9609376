"""Part a sentence into words as the treebanks do, and find the word of each token."""

from collections.abc import Sequence

from server.digest.english.treebank_words import CLITIC, FUSED, TREEBANK_WORD

# Characters of a sentence, from the first to the one behind the last.
Span = tuple[int, int]


def split_words(sentence: str) -> list[Span]:
    """Return the words of a sentence: "She didn't." has "She", "did", "n't" and "."."""
    return [
        span
        for match in TREEBANK_WORD.finditer(sentence)
        for span in _part(sentence, *match.span())
    ]


def find_owners(tokens: Sequence[Span], words: Sequence[Span]) -> list[int]:
    """Return, for each token, the index of the word in which it starts.

    The tokens of "don't" are "don", "'" and "t", its words "do" and "n't": the first token belongs
    to "do", the others to "n't". A word that starts within the last token of another has none:
    "cannot" is one token.
    """
    owners: list[int] = []
    owner = 0
    for start, end in tokens:
        while owner + 1 < len(words) and words[owner][1] <= start and words[owner + 1][0] < end:
            owner += 1
        owners.append(owner)
    return owners


def _part(sentence: str, start: int, end: int) -> list[Span]:
    """Return the words that are written as one, such as "does|n't" and "can|not"."""
    size = FUSED.get(sentence[start:end].lower())
    clitic = CLITIC.search(sentence, start, end)
    seam = start + size if size else clitic.start() if clitic else start
    if seam == start:
        return [(start, end)]
    return [*_part(sentence, start, seam), (seam, end)]
