"""News articles with the highlights that digests are measured against, as data files hold them."""

import json
import lzma
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from server.digest.article import Article, Sentence
from server.digest.segmentation.sentences import split_sentences

# One sample, whatever is measured on it, so that numbers of different days can be compared.
SEED = 2026

# Told by its first bytes and not by the file's name, which whoever unpacks a file may choose.
XZ = b"\xfd7zXZ\x00"

# Where corpora keep what sums an article up: CNN/DailyMail's name, then those of the others.
HIGHLIGHTS = ("highlights", "summary", "digest")


Item = TypeVar("Item")


class DataError(ValueError):
    """A file that does not hold what was asked of it, and why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article and the sentences that sum it up: its publisher's, in all files but the BBC's."""

    article: Article
    highlights: tuple[str, ...]


def load_documents(path: Path, rows: int | None = None) -> list[Document]:
    """Read JSON Lines, plain or xz: all rows, or a fixed random sample of `rows`.

    A row has `sentences` or `article`, `highlights` (or `summary`, or `digest`), and perhaps a
    `title`. What could be a list may also be one string. Raise DataError if a row has not, or if
    there is none.
    """
    parsed = [_parse_row(row, path) for row in load_rows(path, rows)]
    if not parsed:
        raise DataError(f"{path} holds no articles.")
    return parsed


def load_rows(path: Path, rows: int | None = None) -> list[dict[str, Any]]:
    """Read the objects of a JSON Lines file, plain or xz: all, or a fixed random sample.

    Raise DataError if the file cannot be read as such.
    """
    try:
        content = path.read_bytes()
        text = (lzma.decompress(content) if content.startswith(XZ) else content).decode("utf-8")
        # Not splitlines: JSON strings may hold the other line ends of Unicode.
        lines = [line for line in text.split("\n") if line.strip()]
        found = [json.loads(line) for line in sample(lines, rows)]
    except (OSError, ValueError, lzma.LZMAError) as error:
        raise DataError(f"{path} could not be read as JSON Lines: {error}") from error
    if not all(isinstance(row, dict) for row in found):
        raise DataError(f"{path} has lines that are not JSON objects.")
    return found


def sample(items: Sequence[Item], count: int | None) -> Sequence[Item]:
    """Return `count` of the items, always the same; all if there are no more, or for None."""
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
    """Return an article split at the source, where its paragraphs were lost: a sentence each."""
    places = (Sentence(i, 0, len(text), text) for i, text in enumerate(sentences))
    return Article(tuple(sentences), title, tuple(places))


def _split_text(text: str) -> list[str]:
    return [line[start:end] for line in text.splitlines() for start, end in split_sentences(line)]


def _is_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
