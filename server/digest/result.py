"""What a digest is made of, and how long it takes to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from server.digest.article import Article, Sentence
from server.digest.choices import Style
from server.digest.salience.scorer import Progress

# Silent reading of English non-fiction by adults (Brysbaert 2019, a meta-analysis of 190 studies).
WORDS_A_MINUTE = 238


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a digest, and the sentences it is based on, each without its dateline."""

    text: str
    sources: tuple[Sentence, ...]
    style: Style = "exact"


@dataclass(frozen=True, slots=True)
class Section:
    """The line for one section; `number` is its index among the sections of the request."""

    number: int
    line: Point


@dataclass(frozen=True, slots=True)
class Sizes:
    """One measure of the article, of its points and, if requested, of its sections."""

    article: int
    digest: int
    sections: int | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """The points of an article in its order, and the lines of its sections if requested."""

    points: tuple[Point, ...]
    words: Sizes
    reading_seconds: Sizes
    model: str
    sections: tuple[Section, ...] | None = None

    @classmethod
    def of(
        cls,
        article: Article,
        points: tuple[Point, ...],
        sections: tuple[Section, ...] | None,
        model: str,
    ) -> Self:
        """Join points and sections, and measure them beside their article."""
        words = Sizes(
            _count_words(article.paragraphs),
            _count_words([point.text for point in points]),
            None if sections is None else _count_words([section.line.text for section in sections]),
        )
        return cls(points, words, _estimate_reading(words), model, sections)


# What a digest yields while it is made, in this order.
Step = Progress | Point | Section | Digest


def _count_words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _estimate_reading(words: Sizes) -> Sizes:
    """Return the seconds it takes to read that many words."""
    return Sizes(
        _count_seconds(words.article),
        _count_seconds(words.digest),
        None if words.sections is None else _count_seconds(words.sections),
    )


def _count_seconds(words: int) -> int:
    return round(words * 60 / WORDS_A_MINUTE)
