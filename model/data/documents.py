"""News articles with the highlights that digests are measured against, read from JSON Lines."""

import json
import lzma
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from server.digest.article import Article, Sentence
from server.digest.segmentation.sentences import split_sentences

# The points of a digest, in the labels as in every measurement: the server's default length.
POINTS = 3

# The longest window of the network, in tokens; the server reads as many.
WINDOW = 512

# One fixed sample for every measurement, so that numbers from different days can be compared.
SEED = 2026

# Packed files are recognised by their first bytes: an unpacked file may keep the name "….xz".
XZ = b"\xfd7zXZ\x00"

# The fields that may hold the highlights: CNN/DailyMail's name first, then those of other corpora.
HIGHLIGHTS = ("highlights", "summary", "digest")

Item = TypeVar("Item")


class DataError(ValueError):
    """A data file that cannot be used; the message names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article and its highlights, the sentences that sum it up."""

    article: Article
    highlights: tuple[str, ...]


def load_documents(path: Path, rows: int | None = None) -> list[Document]:
    """Read JSON Lines, plain or xz: all rows, or a fixed random sample of `rows`.

    A row has `sentences` (a list) or `article` (a text, or a list of paragraphs), and `highlights`,
    `summary` or `digest` (a text or a list); `title` is optional. Raise DataError if a row lacks
    one of these, or if the file has no rows.
    """
    parsed = [_parse_row(row, path) for row in load_rows(path, rows)]
    if not parsed:
        raise DataError(f"{path} holds no articles.")
    return parsed


def load_rows(path: Path, rows: int | None = None) -> list[dict[str, Any]]:
    """Read the objects of a JSON Lines file, plain or xz: all, or a fixed random sample of `rows`.

    Raise DataError if the file cannot be read as JSON Lines.
    """
    try:
        content = path.read_bytes()
        text = (lzma.decompress(content) if content.startswith(XZ) else content).decode("utf-8")
        # Not splitlines: JSON strings may contain Unicode's other line separators.
        lines = [line for line in text.split("\n") if line.strip()]
        found = [json.loads(line) for line in sample(lines, rows)]
    except (OSError, ValueError, lzma.LZMAError) as error:
        raise DataError(f"{path} could not be read as JSON Lines: {error}") from error
    if not all(isinstance(row, dict) for row in found):
        raise DataError(f"{path} has lines that are not JSON objects.")
    return found


def sample(items: Sequence[Item], count: int | None) -> Sequence[Item]:
    """Return the same random `count` items every time; all of them if `count` is None or larger."""
    if count is None or count >= len(items):
        return items
    return random.Random(SEED).sample(items, count)  # noqa: S311


def _parse_row(row: dict[str, Any], path: Path) -> Document:
    title = row.get("title") or ""
    highlights = next((row[name] for name in HIGHLIGHTS if row.get(name)), None)
    sentences, article = row.get("sentences"), row.get("article")
    if isinstance(highlights, str):
        highlights = _split_text(highlights)
    if isinstance(article, str):
        article = article.splitlines()
    if _is_texts(highlights) and _is_texts(sentences):
        return Document(_place_sentences(sentences, title), tuple(highlights))
    if _is_texts(highlights) and _is_texts(article):
        return Document(Article.from_paragraphs(article, title), tuple(highlights))
    raise DataError(
        f"{path} has a row with no `sentences` or `article` beside its `highlights`"
        f" (or `summary`, or `digest`); it has {', '.join(sorted(row)) or 'nothing'}."
    )


def _place_sentences(sentences: Sequence[str], title: str) -> Article:
    """Return an article that came split into sentences; each becomes a paragraph."""
    places = (Sentence(i, 0, len(text), text) for i, text in enumerate(sentences))
    return Article(tuple(sentences), title, tuple(places))


def _split_text(text: str) -> list[str]:
    return [line[start:end] for line in text.splitlines() for start, end in split_sentences(line)]


def _is_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
