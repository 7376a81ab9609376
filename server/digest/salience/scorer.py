"""How much each sentence of an article matters, and which of its words carry it.

A scorer reads an article window by window and ends with one salience a sentence and one keep
probability a word.
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

# What one standard deviation of recurrence adds to the log-odds of a sentence.
RECURRENCE = 0.4
# Log-odds of 0 and of 1 are no numbers.
LEAST = 1e-6

# The sentences of the window before that are repeated as context: one tells whom "he" means.
OVERLAP = 1

# News has 4.6 characters a token, so the longest article that the protocol admits has 87,000. Text
# with more is no prose: digits, symbols, letters one by one.
MOST_TOKENS = 100_000


class Reading(NamedTuple):
    """What the network makes of a window of T tokens and P pieces.

    `salience`, (P,), and `keep`, (T,), are probabilities.
    """

    salience: FloatArray
    keep: FloatArray


# A window, and for each of its pieces how many sentences come before it, to its Reading.
Read = Callable[[Window, list[int]], Reading]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the article's windows have been read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Scores:
    """What was learnt of an article with S sentences, as probabilities.

    `salience`, (S,): that a good digest has the sentence. `keep`: for each sentence, of (W,) words
    as `str.split` parts them, that a short version of it has the word.
    """

    salience: FloatArray
    keep: tuple[FloatArray, ...]


class Scorer(Protocol):
    """What a summarizer needs of a model, trained or not."""

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Read the article, yield Progress after each window, and return the Scores."""
        ...


class SalienceScorer:
    """One pass of the trained network over the article, to its end however long it is.

    Only what no prose has is not read to its end: sentences too long to be points, which serve as
    context by their opening, and those of a text with too many tokens, each of which is cut alike.
    """

    def __init__(self, tokens: Tokens, read: Read, limit: int) -> None:
        """Take a tokenizer, the network that was trained with it, and its longest window."""
        self._tokens = tokens
        self._read = read
        self._limit = limit

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Read windows of whole sentences, each with its predecessor's last one as context."""
        texts = [sentence.text for sentence in article.sentences]
        ranks = rank_sentences(article.eligible)
        openings = [text[:MOST_CHARACTERS] for text in texts]
        windows = self._tokens.pack(openings, self._limit, OVERLAP, MOST_TOKENS)
        salience = np.zeros(len(texts), dtype=np.float32)
        # A word of no tokens, a lone control character, is not worth a cut.
        keep = [np.ones(len(text.split()), dtype=np.float32) for text in texts]
        for done, window in enumerate(windows, start=1):
            reading = self._read(window, [ranks[piece.sentence] for piece in window.pieces])
            for piece, weight in zip(window.pieces, reading.salience, strict=True):
                # A sentence longer than a window counts as its most salient part.
                salience[piece.sentence] = max(salience[piece.sentence], weight)
                _average_words(
                    keep[piece.sentence], piece.words, reading.keep[piece.start : piece.end]
                )
            yield Progress(done, len(windows))
        return Scores(_add_recurrence(salience, weigh_recurrence(texts)), tuple(keep))


def rank_sentences(eligible: Sequence[bool]) -> list[int]:
    """Return how many sentences that can be points come before each, given which can.

    Bylines and captions are not counted, so that the first sentence of the story has rank 0.
    """
    return list(accumulate(eligible, initial=0))[:-1]


def _add_recurrence(salience: FloatArray, recurrence: FloatArray) -> FloatArray:
    """Return the salience, (S,), that reading window by window and the whole article give."""
    odds = np.clip(salience, LEAST, 1 - LEAST)
    weights = np.log(odds / (1 - odds)) + RECURRENCE * recurrence
    probabilities: FloatArray = 1 / (1 + np.exp(-weights))
    return probabilities


def _average_words(keep: FloatArray, words: tuple[int, ...], tokens: FloatArray) -> None:
    """Set the words that the tokens belong to, each to the mean of its tokens."""
    counts = np.bincount(words, minlength=len(keep))
    means = np.bincount(words, tokens, len(keep)) / np.maximum(counts, 1)
    np.copyto(keep, means, where=counts > 0, casting="same_kind")
