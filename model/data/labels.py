"""Labels for training: which sentences the best digests of an article have, and which words.

An article comes with highlights that people wrote, not with the sentences they had in mind, so both
labels are found by comparing n-grams, stemmed as ROUGE stems them. S sentences, G n-grams.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.evaluation.rouge_tokens import stem_tokens
from model.evaluation.systems import POINTS

FloatArray = NDArray[np.float32]

# How many digests each step of the search carries on, and the last one averages.
BEAM = 16
# How much worse, in ROUGE-1 + ROUGE-2 (0 to 2), a digest is that counts e times less: about what
# lies between two digests that a reader would call equally good.
TEMPERATURE = 0.05
# Only the sentences that share most with the highlights are tried: the rest never win.
CANDIDATES = 24


class Overlap(NamedTuple):
    """The n-grams of one length in an article.

    How often each sentence has those of the highlights, (S, G), how often the highlights have them,
    (G,), and how many each sentence has in all, (S,).
    """

    hits: FloatArray
    wanted: FloatArray
    sizes: FloatArray


def label_sentences(
    sentences: Sequence[str],
    eligible: Sequence[bool],
    highlights: Sequence[str],
) -> FloatArray:
    """Return how often good digests have each sentence, (S,), 0 to 1; 0 where not eligible.

    A beam search over digests of three eligible sentences finds the best by ROUGE-1 + ROUGE-2; a
    sentence's label is the share of them that have it, each weighted by how good it is. After the
    oracle expectation of Xu and Lapata 2022 (arXiv:2209.12714): the one greedy oracle calls a
    sentence wrong that would have done just as well.
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


def label_words(sentence: str, highlights: Sequence[str]) -> list[bool]:
    """Tell of each whitespace word whether a highlight has it, and in the same order.

    The union over the highlights of each one's longest common subsequence with the sentence, which
    is what ROUGE-Lsum counts (Lin 2004). Marks that stand alone go as the word before them.
    """
    words = [stem_tokens(word) for word in sentence.split()]
    stems = [stem for word in words for stem in word]
    owners = [place for place, word in enumerate(words) for _ in word]
    kept = {owners[i] for highlight in highlights for i in _align(stems, stem_tokens(highlight))}
    labels: list[bool] = []
    for place, word in enumerate(words):
        labels.append(place in kept if word else bool(labels and labels[-1]))
    return labels


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
    """Return the BEAM best digests of the sentences `tried`, and the score of each, 0 to 2."""
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


def _align(first: list[str], second: list[str]) -> list[int]:
    """Return the places in `first` of a longest common subsequence with `second`."""
    lengths = np.zeros((len(first) + 1, len(second) + 1), dtype=np.int16)
    for i in range(len(first) - 1, -1, -1):
        for j in range(len(second) - 1, -1, -1):
            lengths[i, j] = (
                lengths[i + 1, j + 1] + 1
                if first[i] == second[j]
                else max(lengths[i + 1, j], lengths[i, j + 1])
            )
    places, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        if first[i] == second[j]:
            places.append(i)
            i, j = i + 1, j + 1
        elif lengths[i + 1, j] >= lengths[i, j + 1]:
            i += 1
        else:
            j += 1
    return places
