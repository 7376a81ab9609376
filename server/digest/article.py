"""An article: its paragraphs and their sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from server.digest.english.datelines import find_body
from server.digest.english.stems import find_stems
from server.digest.segmentation.eligibility import is_eligible
from server.digest.segmentation.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of one paragraph, from `start` to `end` in Unicode code points, and its text."""

    paragraph: int
    start: int
    end: int
    text: str

    def drop_dateline(self) -> Self:
        """Return the sentence as it begins behind its dateline."""
        body = find_body(self.text)
        return replace(self, start=self.start + body, text=self.text[body:])


@dataclass(frozen=True)
class Article:
    """Paragraphs in reading order, the headline ("" if unknown), and every sentence in order.

    `sections` holds the index of the first paragraph of each section, ascending, if the digest is
    to have a line for each; a section ends where the next one starts.
    """

    paragraphs: tuple[str, ...]
    title: str
    sentences: tuple[Sentence, ...]
    sections: tuple[int, ...] | None = None

    @classmethod
    def from_paragraphs(
        cls, paragraphs: Sequence[str], title: str = "", sections: tuple[int, ...] | None = None
    ) -> Self:
        """Split each paragraph into sentences; none spans two paragraphs."""
        sentences = (
            Sentence(number, start, end, paragraph[start:end])
            for number, paragraph in enumerate(paragraphs)
            for start, end in split_sentences(paragraph)
        )
        return cls(tuple(paragraphs), title, tuple(sentences), sections)

    @cached_property
    def eligible(self) -> tuple[bool, ...]:
        """Return, for each sentence, whether it can be a point; computed once."""
        return tuple(is_eligible(sentence.text) for sentence in self.sentences)

    @cached_property
    def stems(self) -> tuple[frozenset[str], ...]:
        """Return the stems of each sentence; computed once."""
        return tuple(find_stems(sentence.text) for sentence in self.sentences)
