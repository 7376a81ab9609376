"""Sentences with the words that people keep, and how closely a system agrees with them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.data.alignment import align
from model.data.documents import DataError, load_rows, sample
from server.digest.article import Article

Mask = NDArray[np.bool_]

# Each 0 to 1: token F1, whether every word is right, and the shares of words that the system and
# people keep.
MEASURES = ("f1", "exact", "ratio", "ratio_gold")
# One row a sentence, one column a measure: (N, 4).
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shortened:
    """A sentence as an article of its own, its words, and which of them (W,) people kept."""

    article: Article
    words: tuple[str, ...]
    kept: Mask


# A system: returns which words (W,) of a sentence it keeps.
Shorten = Callable[[Shortened], Mask]


def load_pairs(
    path: Path, split: str | None = None, default: str = "validation"
) -> list[dict[str, Any]]:
    """Read the rows of a split: `sentence` and `compression`, perhaps `split` and `is_deletion`.

    Without a `split`, read the default one, or all rows of a file that does not have it. Raise
    DataError if the split or a field is missing.
    """
    everything = load_rows(path)
    splits = sorted({str(row["split"]) for row in everything if "split" in row})
    wanted = split or (default if default in splits else None)
    if wanted and wanted not in splits:
        raise DataError(f"{path} has no split {wanted}; it has {', '.join(splits) or 'none'}.")
    rows = [row for row in everything if wanted in (None, row.get("split"))]
    if not all({"sentence", "compression"} <= row.keys() for row in rows):
        raise DataError(f"{path} has a row without `sentence` or `compression`.")
    return rows


def load_shortened(
    path: Path, split: str | None = None, count: int | None = None
) -> tuple[list[Shortened], int]:
    """Return the sentences of a split, as load_pairs finds it, and how many rows were left out.

    Rows are left out whose compression is not a deletion of words. With a `count`, read a fixed
    random sample. Raise DataError if nothing is left.
    """
    rows = sample(load_pairs(path, split), count)
    parsed = [_parse(row["sentence"], row["compression"]) for row in rows if _is_deletion(row)]
    found = [sentence for sentence in parsed if sentence]
    if not found:
        raise DataError(f"{path} holds no shortened sentences.")
    return found, len(rows) - len(found)


def measure_mask(kept: Mask, gold: Mask) -> tuple[float, ...]:
    """Return MEASURES for the words kept of one sentence, where people kept `gold`.

    F1 is meant to be averaged over sentences (Filippova et al. 2015). They count tokens and treat
    punctuation as tokens of its own; here a token is whatever stands between white space.
    """
    common = float((kept & gold).sum())
    f1 = 2 * common / max(1.0, float(kept.sum() + gold.sum()))
    return f1, float((kept == gold).all()), float(kept.mean()), float(gold.mean())


def _parse(sentence: str, compression: str) -> Shortened | None:
    article = Article.from_paragraphs((sentence,))
    # The words of our splitter's sentences: it may find two where the source has one.
    words = tuple(word for part in article.sentences for word in part.text.split())
    labels = align(words, compression.split())
    return Shortened(article, words, np.array(labels)) if labels and any(labels) else None


def _is_deletion(row: dict[str, object]) -> bool:
    return row.get("is_deletion") is not False
