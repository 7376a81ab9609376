"""The summarizer: loads the model, refuses unsuitable articles, and runs the pipeline."""

import logging
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Never, ParamSpec, Protocol, Self, TypeVar

from server.artifact import Artifact
from server.digest.article import Article
from server.digest.choices import Style
from server.digest.english.lexicon import LexiconError
from server.digest.explanation import Explanation
from server.digest.pipeline import exhaust, explain_digest, write_digest
from server.digest.result import Digest, Point, Section, Sizes, Step
from server.digest.salience.scorer import SalienceScorer, Scorer
from server.digest.salience.windows import Tokens
from server.digest.segmentation.eligibility import is_whole
from server.digest.segmentation.language import is_english
from server.encoder import Encoder
from server.errors import DigestError, Empty, NotEnglish, TooLarge, TooShort
from server.limits import MAX_SENTENCES, MIN_SENTENCES
from server.redaction import redact_traceback

__all__ = [
    "Digest",
    "Point",
    "Section",
    "Shortener",
    "Sizes",
    "Step",
    "Steps",
    "Summarizer",
    "Unavailable",
]

P = ParamSpec("P")
R = TypeVar("R")

_LOG = logging.getLogger("nutgraf")

Steps = Generator[Step, None, None]


class Shortener(Protocol):
    """What the server needs of a Summarizer or its replacement."""

    @property
    def name(self) -> str | None:
        """Return the name of the model, None if there is no model."""

    def steps(
        self, article: Article, count: int, lang: str = "", style: Style = "brief", /
    ) -> Steps:
        """Shorten an article as Summarizer.steps does, or raise a DigestError."""


class Summarizer:
    """Shortens articles with one scorer."""

    def __init__(self, name: str, scorer: Scorer) -> None:
        """Take the name of the model, which every digest states, and its scorer."""
        self.name = name
        self._scorer = scorer
        self._attempt = LoggedAttempt()

    @classmethod
    def load(cls, folder: Path, threads: int | None = None) -> Self:
        """Load the artefact in a folder. Raises ModelMissing or ModelDamaged.

        `threads` is the number of threads of one digest, by default what suits a single reader.
        """
        artifact = Artifact.load(folder)
        tokens = Tokens.load(artifact.tokenizer)
        encoder = Encoder.load(artifact, threads)
        return cls(artifact.name, SalienceScorer(tokens, encoder, artifact.max_tokens))

    def steps(self, article: Article, count: int, lang: str = "", style: Style = "brief") -> Steps:
        """Shorten an article to at most `count` points, and yield each step as it is made.

        `lang` is the language tag of the page, used if the text is too short to tell. `style` is
        the wording of the points; `plain` also prefers sentences that are easy to read.
        Yields Progress while the article is read, then each Point, then each requested Section that
        has a line, and the whole Digest last.
        Raises Empty, TooLarge, NotEnglish or TooShort at the call, before the first step.
        """
        _check(article, lang)
        return self._make_steps(article, count, style)

    def digest(
        self, article: Article, count: int, lang: str = "", style: Style = "brief"
    ) -> Digest:
        """Return the digest of an article, with at most `count` points. Raises as `steps` does."""
        steps = self.steps(article, count, lang, style)
        (digest,) = (step for step in steps if isinstance(step, Digest))
        return digest

    def explain(
        self, article: Article, count: int, style: Style = "brief"
    ) -> tuple[Explanation, ...]:
        """Return how each point of a digest comes about. Raises as `steps` does."""
        _check(article, "")
        return exhaust(explain_digest(article, self._scorer, count, style, self._attempt))

    def _make_steps(self, article: Article, count: int, style: Style) -> Steps:
        points, sections = yield from write_digest(
            article, self._scorer, count, style, self._attempt
        )
        yield Digest.of(article, points, sections, self.name)


class LoggedAttempt:
    """Calls a function of the plain style, and logs why it failed without a word of the article."""

    def __init__(self) -> None:
        self._logged: set[str] = set()

    def __call__(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return what the function returns, or None if it raises; log each cause once."""
        try:
            return function(*args, **kwargs)
        except LexiconError as error:
            cause = str(error)
        except Exception as error:  # Whatever went wrong, the reader gets the brief text.
            cause = f"Internal error in the plain style: {redact_traceback(error)}"
        if cause not in self._logged:
            self._logged.add(cause)
            _LOG.error("%s", cause)
        return None


class Unavailable:
    """Replaces a summarizer that could not be loaded, and refuses every article with the cause.

    The server starts without a model so that the card can show what is wrong.
    """

    name = None

    def __init__(self, reason: DigestError) -> None:
        """Take the error that stopped the summarizer from loading."""
        self._reason = reason

    def steps(
        self, _article: Article, _count: int, _lang: str = "", _style: Style = "brief"
    ) -> Never:
        """Raise the reason."""
        # Drop the old traceback, which would grow by this frame with every request.
        raise self._reason.with_traceback(None)


def _check(article: Article, lang: str) -> None:
    if not any(paragraph.strip() for paragraph in article.paragraphs):
        raise Empty
    if len(article.sentences) > MAX_SENTENCES:
        raise TooLarge(f"The article has more than {MAX_SENTENCES:,} sentences.")
    if not is_english(article.paragraphs, lang):
        raise NotEnglish
    # What is eligible is whole, and in most articles that is enough.
    if sum(article.eligible) >= MIN_SENTENCES:
        return
    whole = sum(is_whole(sentence.text) for sentence in article.sentences)
    if whole < MIN_SENTENCES:
        noun = "sentence" if whole == 1 else "sentences"
        raise TooShort(
            f"The text has {whole} whole {noun}; a digest needs at least {MIN_SENTENCES}."
        )
    if not any(article.eligible):
        raise TooShort("None of the text's sentences can stand alone as a point.")
