"""Our own summarizer as the systems that are measured: whole, in each style, and part by part.

An ablation is the summarizer with one of its parts off; it refuses what the whole refuses.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from model.evaluation.systems import POINTS, SharedScorer, System, Write, choose_lead, quote
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.choices import Style
from server.digest.salience.scorer import FloatArray, Progress, SalienceScorer, Scorer, Scores
from server.digest.salience.windows import Tokens
from server.digest.selection.mmr import select
from server.encoder import Encoder
from server.errors import DigestError, TooShort
from server.summarizer import Point, Summarizer

# From here a word is likelier to be kept than not.
KEPT = 0.5

OURS = ("exact", "brief", "plain")
ABLATIONS = ("exact-no-salience", "exact-no-rules", "brief-no-keep", "brief-no-rules")


class AlteredScorer:
    """A scorer whose answers are replaced before anybody sees them."""

    def __init__(self, scorer: Scorer, alter: Callable[[Scores], Scores]) -> None:
        self._scorer = scorer
        self._alter = alter

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Ask the scorer, and return its scores altered."""
        scores = yield from self._scorer.score(article)
        return self._alter(scores)


def load_scorer(folder: Path) -> tuple[str, Scorer]:
    """Return the name of the model in an artefact folder, and the scorer that the server has.

    Raise ModelMissing or ModelDamaged.
    """
    artifact = Artifact.load(folder)
    read = Encoder.load(artifact.network).read
    return artifact.name, SalienceScorer(Tokens.load(artifact.tokenizer), read, artifact.max_tokens)


def build_ours(name: str, scorer: Scorer) -> dict[str, System]:
    """Return the server's summarizer in each style, and with each of its parts off."""
    shared = SharedScorer(scorer)

    def alter(alteration: Callable[[Scores], Scores]) -> Summarizer:
        return Summarizer(name, AlteredScorer(shared, alteration))

    whole = Summarizer(name, shared)
    writers = {
        "exact": digest(whole, "exact"),
        "brief": digest(whole, "brief"),
        "plain": digest(whole, "plain"),
        # The head that finds salient sentences: the first ones that the rules allow.
        "exact-no-salience": digest(alter(_favour_first), "exact"),
        # The rules of choosing: the most salient sentences, though they repeat or hang in the air.
        "exact-no-rules": guard(whole, quote(lambda article: choose_salient(shared, article))),
        # The head that tells which words matter: whatever the rules of shortening allow goes.
        "brief-no-keep": digest(alter(_drop_all), "brief"),
        # The rules of shortening: each word that is likelier to go goes.
        "brief-no-rules": guard(whole, lambda article: cut_blindly(shared, article)),
    }
    return {name: System(write, shared) for name, write in writers.items()}


def digest(summarizer: Summarizer, style: Style) -> Write:
    """Return a summarizer as a system.

    What is too short for it stays as it is, so the digest that a reader has is the article itself,
    up to as many sentences as points; where it refuses for another reason the digest is empty.
    """

    def write(article: Article) -> Sequence[Point]:
        try:
            return summarizer.digest(article, POINTS, style=style).points
        except TooShort:
            return quote(choose_lead)(article)
        except DigestError:
            return ()

    return write


def guard(summarizer: Summarizer, write: Write) -> Write:
    """Return a part of the summarizer as a system that refuses what the whole refuses."""

    def write_or_refuse(article: Article) -> Sequence[Point]:
        try:
            summarizer.steps(article, POINTS)
        except TooShort:
            return quote(choose_lead)(article)
        except DigestError:
            return ()
        return write(article)

    return write_or_refuse


def choose_salient(scorer: Scorer, article: Article) -> list[int]:
    """Return the most salient of the sentences that are no boilerplate."""
    salience = exhaust(scorer.score(article)).salience
    eligible = np.flatnonzero(article.eligible).tolist()
    return sorted(sorted(eligible, key=lambda index: -salience[index])[:POINTS])


def cut_blindly(scorer: Scorer, article: Article) -> list[Point]:
    """Return our choice of sentences, with only the words that the keep head keeps."""
    scores = exhaust(scorer.score(article))
    chosen = select(article, scores, POINTS)
    sentences = [article.sentences[index] for index in chosen]
    texts = [cut_words(article.sentences[i].text, scores.keep[i]) for i in chosen]
    return [Point(text, (s,), "brief") for text, s in zip(texts, sentences, strict=True)]


def cut_words(text: str, keep: FloatArray) -> str:
    """Return the words that are likelier kept than not; `keep` is (W,) for the W words."""
    return " ".join(word for word, kept in zip(text.split(), keep >= KEPT, strict=True) if kept)


def exhaust(steps: Generator[Progress, None, Scores]) -> Scores:
    """Return what a scorer returns when it has read the article."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            scores: Scores = stop.value
            return scores


def _favour_first(scores: Scores) -> Scores:
    places = np.arange(1, len(scores.salience) + 1, dtype=np.float32)
    return replace(scores, salience=np.reciprocal(places))


def _drop_all(scores: Scores) -> Scores:
    return replace(scores, keep=tuple(np.zeros_like(keep) for keep in scores.keep))
