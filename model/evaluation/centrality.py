"""Salience by centrality of the published encoder, the server's method before it was trained.

Sentences matter that the rest of the article returns to, and those that come first.
"""

from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import onnxruntime as ort

from server.digest.article import Article
from server.digest.salience.scorer import FloatArray, Progress, Scores
from server.digest.salience.windows import Tokens, Window
from server.encoder import make_options

# Maps a window of T tokens to its states, (T, D).
Encode = Callable[[Window], FloatArray]

# Both constants come from 120 variants measured on news with highlights: model/LOG.md, 2026-11-22.
# Similarity below this point between the article's lowest (0) and highest (1) counts as chance.
CHANCE = 0.4
# The bonus of the first sentence, where the range of centrality is 1. The second sentence gets half
# of it, the third a third.
OPENING = 0.5


class CentralityScorer:
    """Scores sentences by directed centrality and position; keeps every word."""

    def __init__(self, tokens: Tokens, encode: Encode, limit: int) -> None:
        """Take a tokenizer, the encoder trained with it, and its longest window in tokens."""
        self._tokens = tokens
        self._encode = encode
        self._limit = limit

    @classmethod
    def load(cls, network: Path, tokenizer: Path, limit: int) -> "CentralityScorer":
        """Open the ONNX encoder that `model.export.onnx_graph --untrained` writes."""
        session = ort.InferenceSession(network, make_options(), providers=["CPUExecutionProvider"])

        def encode(window: Window) -> FloatArray:
            ids = np.array([window.ids], dtype=np.int64)
            feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            states: FloatArray = session.run(["states"], feed)[0][0]
            return states

        return cls(Tokens.load(tokenizer), encode, limit)

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Encode each sentence by itself: in one window, all sentences of a story look alike."""
        windows = [
            (index, window)
            for index, sentence in enumerate(article.sentences)
            for window in self._tokens.pack([sentence.text], self._limit)
        ]
        sums: dict[int, FloatArray] = {}
        for done, (index, window) in enumerate(windows, start=1):
            sums[index] = sums.get(index, 0) + self._encode(window).sum(axis=0)
            yield Progress(done, len(windows))
        vectors = _stack_units(sums, len(article.sentences))
        openings = OPENING / np.arange(1, len(vectors) + 1, dtype=np.float32)
        keep = (np.ones(len(s.text.split()), dtype=np.float32) for s in article.sentences)
        return Scores(_scale(weigh_centrality(vectors) + openings), tuple(keep))


def weigh_centrality(vectors: FloatArray) -> FloatArray:
    """Return the directed centrality of unit vectors (S, D) in reading order, (S,), 0 to 1.

    After PacSum (Zheng and Lapata 2019, arXiv:1906.03508): similar later sentences add to a
    sentence's centrality and similar earlier ones subtract from it, since news states first what
    matters and returns to it in detail.
    """
    similarity = vectors @ vectors.T
    others = similarity[~np.eye(len(vectors), dtype=bool)]
    if not others.size:
        return np.ones(len(vectors), dtype=np.float32)
    floor = others.min() + CHANCE * np.ptp(others)
    edges = np.maximum(similarity - floor, 0)
    return _scale(np.triu(edges, 1).sum(axis=1) - np.tril(edges, -1).sum(axis=1))


def _scale(values: FloatArray) -> FloatArray:
    spread = np.ptp(values) if values.size else 0
    return (values - values.min()) / spread if spread else np.ones_like(values)


def _stack_units(sums: dict[int, FloatArray], count: int) -> FloatArray:
    width = len(next(iter(sums.values()), ()))
    vectors = np.zeros((count, width), dtype=np.float32)
    for index, vector in sums.items():
        vectors[index] = vector / np.linalg.norm(vector)
    return vectors
