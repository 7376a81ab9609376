"""News articles with the highlights that digests are measured against, as data files hold them."""

import json
import lzma
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.digest.article import Article, Sentence

# One sample, whatever is measured on it, so that numbers of different days can be compared.
SEED = 2026


@dataclass(frozen=True, slots=True)
class Document:
    """An article and the sentences that sum it up: its publisher's, in all files but the BBC's."""

    article: Article
    highlights: tuple[str, ...]


def load_documents(path: Path, rows: int | None = None) -> list[Document]:
    """Read JSON Lines, plain or `.xz`: all rows, or a fixed random sample of `rows`.

    A row has `highlights` and either `sentences` or `article`, with or without `title`.
    """
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        lines = [line for line in file if line.strip()]
    if rows is not None and rows < len(lines):
        lines = random.Random(SEED).sample(lines, rows)  # noqa: S311
    return [_parse_row(json.loads(line)) for line in lines]


def _parse_row(row: dict[str, Any]) -> Document:
    title = row.get("title", "")
    if "sentences" in row:
        # Split at the source, where the paragraphs were lost: one sentence, one paragraph.
        texts = tuple(row["sentences"])
        sentences = tuple(Sentence(i, 0, len(text), text) for i, text in enumerate(texts))
        article = Article(texts, title, sentences)
    else:
        article = Article.from_paragraphs(row["article"].splitlines(), title)
    return Document(article, tuple(row["highlights"]))
