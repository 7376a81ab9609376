"""Score how much each sentence of an article matters, and each of its words.

A scorer reads an article window by window and returns a salience per sentence and a keep
probability per word.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from server.digest.article import Article
from server.digest.salience.recurrence import weigh_recurrence
from server.digest.salience.windows import Tokens, Window
from server.digest.segmentation.eligibility import MOST_CHARACTERS

FloatArray = NDArray[np.float32]

# Added to the log-odds of a sentence for each standard deviation of its recurrence.
RECURRENCE = 0.4
# The log-odds of 0 and 1 are infinite.
LEAST = 1e-6

# How many sentences of the previous window to repeat as context: one shows whom "he" refers to.
OVERLAP = 1

# News has 4.6 characters per token, so the longest article that the protocol admits has 87,000. A
# text with more is not prose but digits, symbols or single letters.
MOST_TOKENS = 100_000


class Reading(NamedTuple):
    """The network's output for a window of T tokens and P pieces.

    `salience`, (P,), and `keep`, (T,), are probabilities.
    """

    salience: FloatArray
    keep: FloatArray


# Maps a window, and the rank of each of its pieces (`rank_sentences`), to its Reading.
Read = Callable[[Window, list[int]], Reading]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the article's windows have been read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of an article with S sentences, as probabilities.

    `salience`, (S,): that a good digest contains the sentence. `keep`, an array of (W,) for each
    sentence of W words as `str.split` finds them: that a short version contains the word.
    """

    salience: FloatArray
    keep: tuple[FloatArray, ...]


class Scorer(Protocol):
    """The part of a model that a summarizer needs, trained or not."""

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Read the article, yield Progress after each window, and return the Scores."""
        ...


class SalienceScorer:
    """One pass of the trained network over the whole article, however long.

    Two texts that are not prose are cut: a sentence too long to be a point is read as context up to
    that length, and a text with too many tokens has its longest sentences cut to a common length.
    """

    def __init__(self, tokens: Tokens, read: Read, limit: int) -> None:
        """Take a tokenizer, the network trained with it, and the length of its longest window."""
        self._tokens = tokens
        self._read = read
        self._limit = limit

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Read windows of whole sentences, each with the last one before it as context."""
        texts = [sentence.text for sentence in article.sentences]
        ranks = rank_sentences(article.eligible)
        openings = [text[:MOST_CHARACTERS] for text in texts]
        windows = self._tokens.pack(openings, self._limit, OVERLAP, MOST_TOKENS)
        salience = np.zeros(len(texts), dtype=np.float32)
        # A word without tokens is a lone control character: keep it.
        keep = [np.ones(len(text.split()), dtype=np.float32) for text in texts]
        for done, window in enumerate(windows, start=1):
            reading = self._read(window, [ranks[piece.sentence] for piece in window.pieces])
            for piece, weight in zip(window.pieces, reading.salience, strict=True):
                # A sentence longer than a window has the salience of its most salient part.
                salience[piece.sentence] = max(salience[piece.sentence], weight)
                _average_words(
                    keep[piece.sentence], piece.words, reading.keep[piece.start : piece.end]
                )
            yield Progress(done, len(windows))
        return Scores(_add_recurrence(salience, weigh_recurrence(texts)), tuple(keep))


def rank_sentences(eligible: Sequence[bool]) -> list[int]:
    """Return how many eligible sentences precede each sentence.

    Bylines and captions do not count, so the first sentence of the story has rank 0.
    """
    return list(accumulate(eligible, initial=0))[:-1]


def _add_recurrence(salience: FloatArray, recurrence: FloatArray) -> FloatArray:
    """Return the salience, (S,), from the windows' salience and the article's recurrence."""
    odds = np.clip(salience, LEAST, 1 - LEAST)
    weights = np.log(odds / (1 - odds)) + RECURRENCE * recurrence
    probabilities: FloatArray = 1 / (1 + np.exp(-weights))
    return probabilities


def _average_words(keep: FloatArray, words: tuple[int, ...], tokens: FloatArray) -> None:
    """Set each word that the tokens belong to to the mean of its tokens."""
    counts = np.bincount(words, minlength=len(keep))
    means = np.bincount(words, tokens, len(keep)) / np.maximum(counts, 1)
    np.copyto(keep, means, where=counts > 0, casting="same_kind")
