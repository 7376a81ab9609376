"""Our summarizer as systems to measure: in each style, and with one part switched off (ablations).

An ablation refuses the articles that the whole summarizer refuses.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from model.data.documents import POINTS
from model.evaluation.systems import SharedScorer, System, Write, choose_lead, quote
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.choices import Style
from server.digest.pipeline import exhaust
from server.digest.salience.scorer import (
    FloatArray,
    Network,
    Progress,
    SalienceScorer,
    Scorer,
    Scores,
)
from server.digest.salience.windows import Tokens
from server.digest.selection.mmr import select
from server.encoder import Encoder
from server.errors import DigestError, TooShort
from server.summarizer import Point, Summarizer

# The keep probability from which a word is likelier to be kept than dropped.
KEPT = 0.5

OURS = ("exact", "brief", "plain")
ABLATIONS = ("exact-no-salience", "exact-no-rules", "brief-no-keep", "brief-no-rules")


class AlteredScorer:
    """A scorer whose scores are altered before they are returned."""

    def __init__(self, scorer: Scorer, alter: Callable[[Scores], Scores]) -> None:
        self._scorer = scorer
        self._alter = alter

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Return the altered scores of an article."""
        scores = yield from self._scorer.score(article)
        return self._alter(scores)


def load_scorer(folder: Path) -> tuple[str, Scorer]:
    """Return the name of the model in an artefact folder, and its scorer as the server runs it.

    Raise ModelMissing or ModelDamaged.
    """
    artifact = Artifact.load(folder)
    return artifact.name, build_scorer(artifact, Encoder.load(artifact))


def build_scorer(artifact: Artifact, network: Network) -> SalienceScorer:
    """Return a scorer with an artefact's tokenizer and window, and any network in its place."""
    return SalienceScorer(Tokens.load(artifact.tokenizer), network, artifact.max_tokens)


def choose_points(scorer: Scorer, article: Article) -> list[int]:
    """Return the indices of the sentences that become points."""
    return select(article, exhaust(scorer.score(article)), POINTS)


def build_ours(name: str, scorer: Scorer) -> dict[str, System]:
    """Return the server's summarizer in each style, and its ablations, by name."""
    shared = SharedScorer(scorer)

    def alter(alteration: Callable[[Scores], Scores]) -> Summarizer:
        return Summarizer(name, AlteredScorer(shared, alteration))

    whole = Summarizer(name, shared)
    writers = {
        "exact": digest(whole, "exact"),
        "brief": digest(whole, "brief"),
        "plain": digest(whole, "plain"),
        # Without the salience head: the first sentences that the rules allow.
        "exact-no-salience": digest(alter(_favour_first), "exact"),
        # Without the selection rules: the most salient sentences, even if they repeat or dangle.
        "exact-no-rules": guard(whole, quote(lambda article: choose_salient(shared, article))),
        # Without the keep head: drop everything that the compression rules allow.
        "brief-no-keep": digest(alter(_drop_all), "brief"),
        # Without the compression rules: drop each word that is likelier dropped than kept.
        "brief-no-rules": guard(whole, lambda article: cut_blindly(shared, article)),
    }
    return {name: System(write, shared) for name, write in writers.items()}


def digest(summarizer: Summarizer, style: Style) -> Write:
    """Return a summarizer as a system.

    An article that is too short stays on the page as it is, so its digest is its own sentences, as
    many as there are points. If the server refuses for another reason, the digest is empty.
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
    """Return an ablation as a system that refuses the articles that the whole refuses."""

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
    """Return the most salient eligible sentences."""
    salience = exhaust(scorer.score(article)).salience
    eligible = np.flatnonzero(article.eligible).tolist()
    return sorted(sorted(eligible, key=lambda index: -salience[index])[:POINTS])


def cut_blindly(scorer: Scorer, article: Article) -> list[Point]:
    """Return our selection of sentences, with only the words that the keep head keeps."""
    scores = exhaust(scorer.score(article))
    chosen = select(article, scores, POINTS)
    sentences = [article.sentences[index] for index in chosen]
    texts = [cut_words(article.sentences[i].text, scores.keep[i]) for i in chosen]
    return [Point(text, (s,), "brief") for text, s in zip(texts, sentences, strict=True)]


def cut_words(text: str, keep: FloatArray) -> str:
    """Return the words with a keep probability, (W,), of at least KEPT."""
    return " ".join(word for word, kept in zip(text.split(), keep >= KEPT, strict=True) if kept)


def _favour_first(scores: Scores) -> Scores:
    places = np.arange(1, len(scores.salience) + 1, dtype=np.float32)
    return replace(scores, salience=np.reciprocal(places))


def _drop_all(scores: Scores) -> Scores:
    return replace(scores, keep=tuple(np.zeros_like(keep) for keep in scores.keep))
