"""Oracle labels for training: which sentences the best digests of an article contain.

Articles come with highlights that people wrote, not with the sentences they had in mind, so the
labels compare n-grams, stemmed as ROUGE stems them. Shapes: S sentences, G n-grams.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rouge_score.tokenizers import DefaultTokenizer

from model.data.documents import POINTS

FloatArray = NDArray[np.float32]

# The digests that each step of the beam search keeps, and that the labels average.
BEAM = 16
# A digest that is worse by this much ROUGE-1 + ROUGE-2 (0 to 2) weighs e times less: about the
# difference between two digests that a reader would call equally good.
TEMPERATURE = 0.05
# Only the sentences that share most with the highlights are tried; the others never win.
CANDIDATES = 24

_split = DefaultTokenizer().tokenize
# Stemming takes most of ROUGE's time, and most words recur.
_stem = cache(DefaultTokenizer(use_stemmer=True).tokenize)


class Overlap(NamedTuple):
    """The n-grams of one length in an article.

    `hits` (S, G) counts the highlights' n-grams in each sentence, `wanted` (G,) counts them in the
    highlights, and `sizes` (S,) counts all n-grams of each sentence.
    """

    hits: FloatArray
    wanted: FloatArray
    sizes: FloatArray


def label_sentences(
    sentences: Sequence[str],
    eligible: Sequence[bool],
    highlights: Sequence[str],
) -> FloatArray:
    """Return the share of good digests that contain each sentence, (S,), 0 to 1.

    A beam search finds the best digests of three eligible sentences by ROUGE-1 + ROUGE-2; a
    sentence's label is the share of them that contain it, weighted by their scores, and 0 if it is
    not eligible. This is the oracle expectation of Xu and Lapata 2022 (arXiv:2209.12714): a single
    greedy oracle counts a sentence as wrong that would have done just as well.
    """
    overlaps = _count_overlaps(sentences, highlights)
    shared = np.minimum(overlaps[0].hits, overlaps[0].wanted).sum(axis=1) * np.array(eligible)
    tried = sorted(int(i) for i in np.argsort(-shared, kind="stable")[:CANDIDATES] if shared[i] > 0)
    digests, scores = _search_digests(overlaps, tried)
    weights = np.exp((scores - scores.max()) / TEMPERATURE)
    labels = np.zeros(len(sentences), dtype=np.float32)
    for digest, weight in zip(digests, weights / weights.sum(), strict=True):
        labels[list(digest)] += weight
    return labels


def stem_tokens(text: str) -> list[str]:
    """Return runs of a-z and digits, lower-cased and stemmed, as rouge-score itself does."""
    return [stem for word in _split(text) for stem in _stem(word)]


def _count_overlaps(sentences: Sequence[str], highlights: Sequence[str]) -> list[Overlap]:
    stemmed = [stem_tokens(sentence) for sentence in sentences]
    references = [stem_tokens(highlight) for highlight in highlights]
    overlaps = []
    for n in (1, 2):
        counts = [Counter(_list_ngrams(stems, n)) for stems in stemmed]
        wanted = Counter(gram for stems in references for gram in _list_ngrams(stems, n))
        places = {gram: place for place, gram in enumerate(wanted)}
        hits = np.zeros((len(sentences), len(places)), dtype=np.float32)
        for row, count in enumerate(counts):
            for gram in count.keys() & places.keys():
                hits[row, places[gram]] = count[gram]
        sizes = np.array([count.total() for count in counts], dtype=np.float32)
        overlaps.append(Overlap(hits, np.array([*wanted.values()], dtype=np.float32), sizes))
    return overlaps


def _list_ngrams(stems: list[str], n: int) -> list[tuple[str, ...]]:
    return list(zip(*(stems[start:] for start in range(n)), strict=False))


def _search_digests(
    overlaps: list[Overlap], tried: list[int]
) -> tuple[list[tuple[int, ...]], FloatArray]:
    """Return the BEAM best digests of the sentences `tried`, and their scores, 0 to 2."""
    beam: list[tuple[int, ...]] = [()]
    scores = np.zeros(1, dtype=np.float32)
    for _ in range(min(POINTS, len(tried))):
        longer = sorted(
            {(*sorted((*old, new)),) for old in beam for new in tried if new not in old}
        )
        rows = np.array(longer)
        scores = sum(
            2
            * np.minimum(overlap.hits[rows].sum(axis=1), overlap.wanted).sum(axis=1)
            / (overlap.sizes[rows].sum(axis=1) + overlap.wanted.sum())
            for overlap in overlaps
        )
        best = np.argsort(-scores, kind="stable")[:BEAM]
        beam, scores = [longer[place] for place in best], scores[best]
    return beam, scores
