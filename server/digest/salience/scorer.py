"""Score how much each sentence of an article matters, each of its words, and read its grammar.

A scorer reads an article window by window. What the network then knows about each sentence, it
weighs once more beside all others.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from server.digest.article import Article
from server.digest.salience.blocks import weigh_in_blocks
from server.digest.salience.recurrence import weigh_recurrence
from server.digest.salience.windows import Piece, Span, Tokens, Window
from server.digest.segmentation.eligibility import MOST_CHARACTERS

FloatArray = NDArray[np.float32]

# How many sentences of the previous window to repeat as context: one shows whom "he" refers to.
OVERLAP = 1

# News has 4.6 characters per token, so the longest article that the protocol admits has 87,000. A
# text with more is not prose but digits, symbols or single letters.
MOST_TOKENS = 100_000

# The network learns grammar from sentences of at most so many tokens. The limit also bounds the
# memory for arcs: 80 MB for MOST_TOKENS, 10 MB in prose.
MOST_PARSED = 200


class Reading(NamedTuple):
    """The network's output for a window of T tokens and P pieces.

    `vectors`, (P, D): the mean of the states of each piece. `keep`, (T,): probabilities. `arcs`,
    (T, T): the logit that a token hangs on another; the root of a sentence hangs on itself.
    `relations`, T names: how a token hangs on the one that it most probably hangs on.
    """

    vectors: FloatArray
    keep: FloatArray
    arcs: FloatArray
    relations: Sequence[str]


class Network(Protocol):
    """The part of a model that a scorer needs."""

    def read(self, window: Window, /) -> Reading:
        """Read a window."""
        ...

    def weigh(
        self, vectors: FloatArray, ranks: NDArray[np.int64], traits: FloatArray, /
    ) -> FloatArray:
        """Return the salience, (S,), of S sentences that are weighed beside each other.

        `vectors`, (S, D), are those of their readings, `ranks`, (S,), those of `rank_sentences`;
        `traits`, (S, 2), say whether each is eligible, 0 or 1, and how much it recurs, as
        `weigh_recurrence` says it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the article's windows have been read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Syntax:
    """What the network says about the grammar of one sentence of n tokens.

    For each token, `spans` holds its characters in the sentence, a row of `arcs`, (n, n), the logit
    that it hangs on each token (on itself: that it is the root), and `relations` how it hangs on
    the likeliest. All pieces of a word hang on its first.
    """

    spans: tuple[Span, ...]
    arcs: FloatArray
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of an article with S sentences, as probabilities, and their grammar.

    `salience`, (S,): that a good digest contains the sentence. `keep`, an array of (W,) for each
    sentence of W words as `str.split` finds them: that a short version contains the word. `syntax`
    holds None for a sentence that was not read at once and to its end, or is too long to parse, and
    is empty if the scorer knows no grammar.
    """

    salience: FloatArray
    keep: tuple[FloatArray, ...]
    syntax: tuple[Syntax | None, ...] = ()


class Scorer(Protocol):
    """The part of a model that a summarizer needs, trained or not."""

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Read the article, yield Progress after each window, and return the Scores."""
        ...


class Means:
    """The vector of each sentence, (S, D).

    A sentence longer than a window has the mean of its pieces, weighted by their tokens: the mean
    of all its tokens, as if one window had held it.
    """

    def __init__(self, count: int) -> None:
        self.values = np.zeros((count, 0), dtype=np.float32)
        self.sizes = np.zeros(count, dtype=np.int64)

    def add(self, place: int, vector: FloatArray, size: int) -> None:
        """Take the mean of `size` more tokens of the sentence at `place`."""
        if not self.values.size:
            self.values = np.zeros((len(self.sizes), len(vector)), dtype=np.float32)
        self.sizes[place] += size
        self.values[place] += (vector - self.values[place]) * np.float32(size / self.sizes[place])


class SalienceScorer:
    """One pass of the trained network over the whole article, however long.

    Two texts that are not prose are cut: a sentence too long to be a point is read as context up to
    that length, and a text with too many tokens has its longest sentences cut to a common length.
    """

    def __init__(self, tokens: Tokens, network: Network, limit: int) -> None:
        """Take a tokenizer, the network trained with it, and the length of its longest window."""
        self._tokens = tokens
        self._network = network
        self._limit = limit

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Read windows of whole sentences, each with the last one before it as context."""
        texts = [sentence.text for sentence in article.sentences]
        openings = [text[:MOST_CHARACTERS] for text in texts]
        windows = self._tokens.pack(openings, self._limit, OVERLAP, MOST_TOKENS)
        vectors = Means(len(texts))
        # A word without tokens is a lone control character: keep it.
        keep = [np.ones(len(text.split()), dtype=np.float32) for text in texts]
        syntax: list[Syntax | None] = [None] * len(texts)
        for done, window in enumerate(windows, start=1):
            reading = self._network.read(window)
            for piece, vector in zip(window.pieces, reading.vectors, strict=True):
                place = piece.sentence
                vectors.add(place, vector, len(piece.words))
                _average_words(keep[place], piece.words, reading.keep[piece.start : piece.end])
                if piece.is_whole and len(texts[place]) <= MOST_CHARACTERS:
                    syntax[place] = _cut_syntax(piece, reading)
            yield Progress(done, len(windows))
        return Scores(self._weigh(article, vectors), tuple(keep), tuple(syntax))

    def _weigh(self, article: Article, vectors: Means) -> FloatArray:
        """Return the salience of all sentences; one without tokens has none."""
        recurrence = weigh_recurrence(article.stems)
        traits = np.stack([np.array(article.eligible, dtype=np.float32), recurrence], axis=1)
        ranks = np.array(rank_sentences(article.eligible), dtype=np.int64)
        salience = np.zeros(len(ranks), dtype=np.float32)
        read = np.flatnonzero(vectors.sizes)
        if len(read):
            salience[read] = weigh_in_blocks(
                self._network.weigh, vectors.values[read], ranks[read], traits[read]
            )
        return salience


def rank_sentences(eligible: Sequence[bool]) -> list[int]:
    """Return how many eligible sentences precede each sentence.

    Bylines and captions do not count, so the first sentence of the story has rank 0.
    """
    return list(accumulate(eligible, initial=0))[:-1]


def _cut_syntax(piece: Piece, reading: Reading) -> Syntax | None:
    """Return the part of a window's grammar that is about one sentence, if it is short enough."""
    if len(piece.words) > MOST_PARSED:
        return None
    place = slice(piece.start, piece.end)
    # A view would keep the arcs of the whole window in memory.
    return Syntax(piece.spans, reading.arcs[place, place].copy(), tuple(reading.relations[place]))


def _average_words(keep: FloatArray, words: tuple[int, ...], tokens: FloatArray) -> None:
    """Set each word that the tokens belong to to the mean of its tokens."""
    counts = np.bincount(words, minlength=len(keep))
    means = np.bincount(words, tokens, len(keep)) / np.maximum(counts, 1)
    np.copyto(keep, means, where=counts > 0, casting="same_kind")
