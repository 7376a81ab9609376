"""SARI: how well the words that a simplification adds, keeps and deletes agree with people's.

The corpus version (Xu et al. 2016, Alva-Manchego et al. 2019): lower-case mteval-13a tokens, counts
summed over all sentences, and for each length of n-gram the F1 of additions and of what is kept.
For deletions, Xu et al. take the precision and easse's `corpus_sari` takes F1; both are computed
here. By precision, a system that makes one safe deletion scores above people.
"""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from statistics import fmean
from typing import NamedTuple

LONGEST = 4

# The punctuation that mteval-13a separates from words; full stops and commas stay between digits.
MARKS = (
    (re.compile(r"([{-~\[-` -&(-+:-@/])"), r" \1 "),
    (re.compile(r"([^0-9])([.,])"), r"\1 \2 "),
    (re.compile(r"([.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)

Grams = Counter[tuple[str, ...]]


class Rewritten(NamedTuple):
    """A sentence, a rewrite of it, and the rewrites that people made."""

    source: str
    rewrite: str
    references: Sequence[str]


class Sari(NamedTuple):
    """In points, 0 to 100: the score by F1, the one with deletion by precision, and their parts."""

    score: float
    score_precision: float
    add: float
    keep: float
    delete: float
    delete_precision: float


def measure_sari(rows: Sequence[Rewritten]) -> Sari:
    """Return SARI over all rows; zeros for none."""
    grams = [_find_grams(row) for row in rows]
    parts = [_measure_length([row[length] for row in grams]) for length in range(LONGEST)]
    add, keep, delete, precision = (100 * fmean(values) for values in zip(*parts, strict=True))
    scores = fmean((add, keep, delete)), fmean((add, keep, precision))
    return Sari(*scores, add, keep, delete, precision)


def split_tokens(text: str) -> list[str]:
    """Return the lower-case tokens of mteval-13a."""
    text = f" {unescape(text.lower())} "
    for mark, replacement in MARKS:
        text = mark.sub(replacement, text)
    return text.split()


def _find_grams(row: Rewritten) -> list[tuple[Grams, Grams, Grams, int]]:
    """Return, for each length, the n-grams of source, rewrite and all N references, and N."""
    source, rewrite = split_tokens(row.source), split_tokens(row.rewrite)
    references = [split_tokens(reference) for reference in row.references]
    return [
        (
            _count(source, length),
            _count(rewrite, length),
            sum((_count(reference, length) for reference in references), Counter()),
            len(references),
        )
        for length in range(1, LONGEST + 1)
    ]


def _count(tokens: Sequence[str], length: int) -> Grams:
    return Counter(zip(*(tokens[start:] for start in range(length)), strict=False))


def _measure_length(rows: Sequence[tuple[Grams, Grams, Grams, int]]) -> tuple[float, ...]:
    """Return the F1 of additions, of what is kept and of deletions, and deletion's precision."""
    sums: Counter[str] = Counter()
    for source, rewrite, people, count in rows:
        # Additions count once; what is kept or deleted counts once per reference.
        given = Counter({gram: count * times for gram, times in source.items()})
        told = Counter({gram: count * times for gram, times in rewrite.items()})
        added, wanted = rewrite.keys() - source.keys(), people.keys() - source.keys()
        kept, gone = given & told, given - told
        sums["added"] += len(added)
        sums["to add"] += len(wanted)
        sums["added rightly"] += len(added & wanted)
        sums["kept"] += kept.total()
        sums["to keep"] += (given & people).total()
        sums["kept rightly"] += (kept & people).total()
        sums["deleted"] += gone.total()
        sums["to delete"] += (given - people).total()
        sums["deleted rightly"] += (gone - people).total()
    return (
        _compute_f1(sums["added rightly"], sums["added"], sums["to add"]),
        _compute_f1(sums["kept rightly"], sums["kept"], sums["to keep"]),
        _compute_f1(sums["deleted rightly"], sums["deleted"], sums["to delete"]),
        sums["deleted rightly"] / max(1, sums["deleted"]),
    )


def _compute_f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / max(1, found + wanted)
