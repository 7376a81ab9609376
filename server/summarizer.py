"""From an article to its digest: the conditions, the scorer and the selection, joined."""

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Never, Protocol, Self

from server.artifact import Artifact
from server.digest.article import Article, Sentence
from server.digest.choices import Style
from server.digest.salience.scorer import Progress, SalienceScorer, Scorer
from server.digest.salience.windows import Tokens
from server.digest.segmentation.eligibility import is_whole
from server.digest.segmentation.language import is_english
from server.digest.selection.mmr import select
from server.digest.selection.readability import prefer_easy
from server.digest.selection.sections import write_lines
from server.digest.styles import find_source, word_points
from server.encoder import Encoder
from server.errors import DigestError, Empty, NotEnglish, TooLarge, TooShort
from server.limits import MAX_SENTENCES, MIN_SENTENCES

# Silent reading of English non-fiction by adults (Brysbaert 2019, a meta-analysis of 190 studies).
WORDS_A_MINUTE = 238

_ENGLISH = "The quick brown fox jumps over the lazy dog and goes home to bed, as foxes do."


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a digest, with the sentences that it stands on, each without its dateline."""

    text: str
    sources: tuple[Sentence, ...]
    style: Style = "exact"


@dataclass(frozen=True, slots=True)
class Section:
    """The line for a section of the article, `number` among those that were asked for."""

    number: int
    line: Point


@dataclass(frozen=True, slots=True)
class Sizes:
    """One measure, of the article, of its points and, where they are asked for, its sections."""

    article: int
    digest: int
    sections: int | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """The points of an article, in its own order, and its sections where they are asked for."""

    points: tuple[Point, ...]
    words: Sizes
    reading_seconds: Sizes
    model: str
    sections: tuple[Section, ...] | None = None


Step = Progress | Point | Section | Digest
Steps = Generator[Step, None, None]


class Shortener(Protocol):
    """What the server asks for digests: a Summarizer, or what stands where one would."""

    @property
    def name(self) -> str | None:
        """Return the name of the model, if there is one."""

    def steps(
        self, article: Article, count: int, lang: str = "", style: Style = "brief", /
    ) -> Steps:
        """Shorten an article as Summarizer.steps does, or raise why not."""


class Summarizer:
    """Shortens articles with one scorer, loaded once."""

    def __init__(self, name: str, scorer: Scorer) -> None:
        """Keep the model's name, as every digest states it, and its scorer."""
        self.name = name
        self._scorer = scorer

    @classmethod
    def load(cls, folder: Path, threads: int | None = None) -> Self:
        """Load the artefact in a folder, for so many threads. Raises ModelMissing or ModelDamaged.

        Without a number they are as many as suit one reader of the machine.
        """
        with ThreadPoolExecutor(1) as beside:
            # Word lists are read at the first question: not one that a reader waits for, and here
            # while the network opens, which leaves Python free.
            warming = beside.submit(is_english, (_ENGLISH,))
            artifact = Artifact.load(folder)
            tokens = Tokens.load(artifact.tokenizer)
            encoder = Encoder.load(artifact.network, threads)
            warming.result()
        return cls(artifact.name, SalienceScorer(tokens, encoder.read, artifact.max_tokens))

    def steps(self, article: Article, count: int, lang: str = "", style: Style = "brief") -> Steps:
        """Shorten an article to at most `count` points, telling each step as it is made.

        `lang` is the language that its page declares, for texts too short to tell by themselves.
        `style` words the points; `plain` also prefers sentences that are plain to begin with.
        Yields Progress while the article is read, then each Point, then each Section that was asked
        for and has a line, and the whole Digest last.
        Raises Empty, TooLarge, NotEnglish or TooShort at the call, before the first step.
        """
        _check(article, lang)
        return self._make_steps(article, count, style)

    def digest(
        self, article: Article, count: int, lang: str = "", style: Style = "brief"
    ) -> Digest:
        """Shorten an article to at most `count` points. Raises as `steps` does."""
        steps = self.steps(article, count, lang, style)
        (digest,) = (step for step in steps if isinstance(step, Digest))
        return digest

    def _make_steps(self, article: Article, count: int, style: Style) -> Steps:
        scores = yield from self._scorer.score(article)
        wanted = prefer_easy(article, scores) if style == "plain" else scores
        chosen = select(article, wanted, count)
        sources = [find_source(article.sentences[index]) for index in chosen]
        worded = word_points(sources, [scores.keep[index] for index in chosen], style)
        points = tuple(Point(w.text, (s,), w.style) for w, s in zip(worded, sources, strict=True))
        yield from points
        sections = None
        if article.sections is not None:
            texts = [point.text for point in points]
            lines = write_lines(article, scores, chosen, texts, style)
            sections = tuple(Section(n, Point(text, (s,), own)) for n, s, text, own in lines)
            yield from sections
        words = _measure(article, points, sections)
        yield Digest(points, words, _time(words), self.name, sections)


class Unavailable:
    """Stands where the summarizer would, and refuses every article with the cause.

    The server starts without its model, so that the reader's card can name what is wrong.
    """

    name = None

    def __init__(self, reason: DigestError) -> None:
        """Keep the error that stopped the summarizer from loading."""
        self._reason = reason

    def steps(
        self, _article: Article, _count: int, _lang: str = "", _style: Style = "brief"
    ) -> Never:
        """Raise the reason."""
        # Without its old traceback, which would grow by this frame with every request.
        raise self._reason.with_traceback(None)


def _check(article: Article, lang: str) -> None:
    if not any(paragraph.strip() for paragraph in article.paragraphs):
        raise Empty
    if len(article.sentences) > MAX_SENTENCES:
        raise TooLarge(f"The article has more than {MAX_SENTENCES:,} sentences.")
    if not is_english(article.paragraphs, lang):
        raise NotEnglish
    whole = sum(is_whole(sentence.text) for sentence in article.sentences)
    if whole < MIN_SENTENCES:
        noun = "sentence" if whole == 1 else "sentences"
        raise TooShort(
            f"The text has {whole} whole {noun}; a digest needs at least {MIN_SENTENCES}."
        )
    if not any(article.eligible):
        raise TooShort("None of the text's sentences can stand alone as a point.")


def _measure(
    article: Article, points: Sequence[Point], sections: Sequence[Section] | None
) -> Sizes:
    """Return the numbers of words."""
    return Sizes(
        _count_words(article.paragraphs),
        _count_words([point.text for point in points]),
        None if sections is None else _count_words([section.line.text for section in sections]),
    )


def _time(words: Sizes) -> Sizes:
    """Return the seconds that it takes to read so many words."""
    return Sizes(
        _reading_seconds(words.article),
        _reading_seconds(words.digest),
        None if words.sections is None else _reading_seconds(words.sections),
    )


def _count_words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _reading_seconds(words: int) -> int:
    return round(words * 60 / WORDS_A_MINUTE)
