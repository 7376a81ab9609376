"""Pad examples to batches, and draw batches of similar length.

Shapes: B windows, T tokens, A articles, S sentences.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.data.dataset import UNKNOWN, ArticleExample, CompressionExample
from model.data.treebanks import OUTSIDE, ParseExample

# Batches that are sorted by length together, so that little of a batch is padding.
POOLED = 50

Example = TypeVar("Example", ArticleExample, CompressionExample, ParseExample)


@dataclass(frozen=True, slots=True)
class Articles:
    """A articles in B windows: the networks' inputs, and the labels.

    `ids`, `mask` and `owners` are (B, T): `owners` numbers the sentences of all articles, of which
    there are `count`. `places`, `ranks`, `salience` and `is_known` are (A, S) and `traits`
    (A, S, 2): `places` numbers as `owners` does, and `is_known` is false on padding.
    """

    ids: Tensor
    mask: Tensor
    owners: Tensor
    count: int
    places: Tensor
    ranks: Tensor
    traits: Tensor
    is_known: Tensor
    salience: Tensor


@dataclass(frozen=True, slots=True)
class Sentences:
    """Single sentences: `ids`, `mask` and the label `keep`, all (B, T)."""

    ids: Tensor
    mask: Tensor
    keep: Tensor


@dataclass(frozen=True, slots=True)
class Trees:
    """Windows of a treebank: `ids`, `mask`, `heads`, `relations` (B, T), `is_same` (B, T, T)."""

    ids: Tensor
    mask: Tensor
    heads: Tensor
    relations: Tensor
    is_same: Tensor


def pad(rows: Sequence[NDArray], value: float) -> Tensor:  # type: ignore[type-arg]
    """Return arrays (T,) as one tensor (B, T), padded with a value."""
    kind = np.int64 if rows[0].dtype == np.uint16 else rows[0].dtype
    padded = np.full((len(rows), max(map(len, rows))), value, dtype=kind)
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return torch.from_numpy(padded)


def mask_padding(rows: Sequence[NDArray]) -> Tensor:  # type: ignore[type-arg]
    """Return (B, T): true where a row has a value."""
    return pad([np.ones(len(row), dtype=bool) for row in rows], False)


def collate_articles(examples: Sequence[ArticleExample]) -> Articles:
    """Pad articles; the labels of padding are UNKNOWN."""
    windows, owners, places = [], [], []
    count = 0
    for example in examples:
        numbers = np.full(len(example.ids), -1)
        spans = zip(example.starts, example.ends, example.owners, strict=True)
        for start, end, sentence in spans:
            numbers[start:end] = count + sentence
        cuts = np.cumsum(example.windows)[:-1]
        windows += np.split(example.ids, cuts)
        owners += np.split(numbers, cuts)
        places.append(np.arange(count, count + len(example.salience)))
        count += len(example.salience)
    traits = [pad([e.eligible.astype(np.float32) for e in examples], 0)]
    traits.append(pad([e.recurrence for e in examples], 0))
    return Articles(
        ids=pad(windows, 0),
        mask=mask_padding(windows),
        owners=pad(owners, -1),
        count=count,
        places=pad(places, 0),
        ranks=pad([e.ranks for e in examples], 0),
        traits=torch.stack(traits, dim=-1),
        is_known=mask_padding(places),
        salience=pad([e.salience for e in examples], UNKNOWN),
    )


def collate_sentences(examples: Sequence[CompressionExample]) -> Sentences:
    """Pad sentences; the labels of padding are UNKNOWN."""
    ids = [example.ids for example in examples]
    return Sentences(pad(ids, 0), mask_padding(ids), pad([e.keep for e in examples], UNKNOWN))


def collate_trees(examples: Sequence[ParseExample]) -> Trees:
    """Pad windows of a treebank; padding has no relation and no sentence."""
    ids = [example.ids for example in examples]
    owners = pad([example.sentences for example in examples], OUTSIDE)
    is_same = (owners[:, :, None] == owners[:, None, :]) & (owners[:, :, None] != OUTSIDE)
    return Trees(
        ids=pad(ids, 0),
        mask=mask_padding(ids),
        heads=pad([example.heads for example in examples], 0),
        relations=pad([example.relations for example in examples], OUTSIDE),
        is_same=is_same,
    )


def draw_batches(examples: Sequence[Example], size: int, seed: int) -> Iterator[list[Example]]:
    """Yield batches of examples of similar length forever, in a new order each epoch."""
    draw = random.Random(seed)  # noqa: S311
    pooled = POOLED * size
    while True:
        order = draw.sample(range(len(examples)), len(examples))
        for start in range(0, len(order), pooled):
            chosen = sorted(order[start : start + pooled], key=lambda i: len(examples[i].ids))
            batches = [chosen[first : first + size] for first in range(0, len(chosen), size)]
            draw.shuffle(batches)
            for batch in batches:
                yield [examples[index] for index in batch]
