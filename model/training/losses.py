"""The losses of each task, and how well the network does on text that it was not trained on."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from model.data.dataset import UNKNOWN, ArticleExample
from model.data.documents import POINTS
from model.data.treebanks import OUTSIDE, ParseExample, count_attached
from model.training.batches import Articles, Sentences, Trees, collate_articles, collate_trees
from model.training.network import Network

Batch = TypeVar("Batch", Articles, Sentences, Trees)

# The share of the teacher's salience in a label; the rest is the oracle's. The oracle knows the
# highlights, but its labels are noisy; the teacher's are smooth (model/LOG.md, 2026-11-28).
TEACHER = 0.6
# The weights of the losses: salience is what the encoder is for.
WEIGHTS = {"salience": 1.0, "keep": 0.3, "arcs": 0.15, "relations": 0.15}


def score_articles(network: Network, batch: Articles) -> Tensor:
    """Return the logits of salience, (A, S)."""
    states = network.encoder(batch.ids, batch.mask)
    vectors = network.average_sentences(states, batch.owners, batch.count)
    logits: Tensor = network.document(
        vectors[batch.places], batch.ranks, batch.traits, batch.is_known
    )
    return logits


def measure_losses(
    network: Network,
    teacher: Network | None,
    articles: Articles,
    sentences: Sentences,
    trees: Trees,
) -> dict[str, Tensor]:
    """Return the loss of each task, by the names of WEIGHTS."""
    salience = score_articles(network, articles)
    labels = articles.salience
    if teacher is not None:
        with torch.no_grad():
            taught = score_articles(teacher, articles).sigmoid()
        labels = torch.where(labels == UNKNOWN, labels, (1 - TEACHER) * labels + TEACHER * taught)
    keep = network.keep(network.encoder(sentences.ids, sentences.mask)).squeeze(-1)
    states = network.encoder(trees.ids, trees.mask)
    is_word = trees.relations != OUTSIDE
    arcs = network.grammar.score_arcs(states, trees.is_same)
    relations = network.grammar.score_relations(states, trees.heads)
    return {
        "salience": _measure_chance(salience, labels),
        "keep": _measure_chance(keep, sentences.keep),
        "arcs": cross_entropy(arcs[is_word], trees.heads[is_word]),
        "relations": cross_entropy(relations[is_word], trees.relations[is_word]),
    }


def _measure_chance(logits: Tensor, labels: Tensor) -> Tensor:
    is_known = labels != UNKNOWN
    if not is_known.any():
        # The mean of no values is NaN, and would make the whole loss NaN.
        return 0 * logits.sum()
    return binary_cross_entropy_with_logits(logits[is_known], labels[is_known])


def measure_capture(network: Network, examples: Sequence[ArticleExample]) -> float:
    """Return the labels of the three most salient sentences over those of the best three.

    1 means that the network chooses like the oracle.
    """
    captured = best = 0.0
    device = network.keep.weight.device
    for example in examples:
        with torch.inference_mode():
            salience = score_articles(network, move(collate_articles([example]), device))
        labels = np.maximum(example.salience, 0)
        logits = np.where(example.salience >= 0, salience[0].cpu().numpy(), -np.inf)
        captured += float(labels[np.argsort(-logits)[:POINTS]].sum())
        best += float(np.sort(labels)[-POINTS:].sum())
    return captured / best


def measure_attachment(network: Network, examples: Sequence[ParseExample]) -> tuple[float, float]:
    """Return the shares of words with the right head, and with the right head and relation.

    These are UAS and LAS, 0 to 1, without punctuation.
    """
    counts = np.zeros(3)
    device = network.keep.weight.device
    for example in examples:
        trees = move(collate_trees([example]), device)
        with torch.inference_mode():
            states = network.encoder(trees.ids, trees.mask)
            heads = network.grammar.score_arcs(states, trees.is_same).argmax(-1)
            relations = network.grammar.score_relations(states, heads).argmax(-1)
        counts += count_attached(example, heads[0].cpu().numpy(), relations[0].cpu().numpy())
    attached, labelled, words = counts
    return attached / words, labelled / words


def move(batch: Batch, device: torch.device | str) -> Batch:
    """Return a batch with its tensors on a device."""
    values = (getattr(batch, name) for name in batch.__slots__)
    moved = (v.to(device) if isinstance(v, Tensor) else v for v in values)
    return type(batch)(*moved)
