"""Print a hash of what Nutgraf makes of each stored article and page, to show what a change moved.

Run as `python -m tests.bench.snapshot > before`, again on the changed code, and compare the two
files. Digests: the first 100 articles of three sets of ../shared/data, in every style, every other
one with sections. Extraction: every page of ../shared/pages. No text is printed.
"""

import argparse
import hashlib
import json
import lzma
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from server.config import Config
from server.digest.article import Article
from server.digest.choices import STYLES
from server.errors import DigestError
from server.http.protocol import to_json
from server.summarizer import Summarizer
from tests.bench.extraction.browser import launch

SHARED = Path(__file__).parents[3] / "shared"
ARTICLES = ("news_validation_cased", "xsum_train_small", "inshorts_articles_small")
ROWS = 100
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

# For rows that do not name their page. Nobody can own the host.
ADDRESS = "https://news.invalid/"


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_articles(folder: Path) -> Iterator[tuple[str, Article]]:
    """Yield articles in paragraphs of three sentences; the sets have none of their own."""
    for name in ARTICLES:
        for number, row in enumerate(islice(read_rows(folder / f"{name}.jsonl.xz"), ROWS)):
            pieces = SENTENCE_END.split(row["article"])
            paragraphs = [" ".join(pieces[i : i + 3]) for i in range(0, len(pieces), 3)]
            sections = tuple(range(0, len(paragraphs), 3)) if number % 2 else None
            title = row.get("title", "")
            yield f"{name} {number}", Article.from_paragraphs(paragraphs, title, sections)


def digest_articles(folder: Path) -> Iterator[tuple[str, Any]]:
    summarizer = Summarizer.load(Config().model_dir)
    for name, article in read_articles(folder):
        for style in STYLES:
            try:
                made = to_json(summarizer.digest(article, 3, "en", style), 0)
            except DigestError as error:
                made = error.to_dict()
            yield f"{name} {style}", made


def extract_pages(folder: Path) -> Iterator[tuple[str, Any]]:
    with sync_playwright() as playwright, launch(playwright) as reader:
        for path in sorted(folder.glob("*.jsonl.xz")):
            for row in read_rows(path):
                url = row.get("url") or ADDRESS
                # A browser asks for "/" where an address has no path.
                url = url if urlsplit(url).path else f"{url}/"
                found = reader.read(url, row["html"], ["ours"])["ours"]
                yield f"{path.name.partition('.')[0]} {row['id']}", [found.text, found.error]


def sign(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.snapshot", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", nargs="?", choices=["digests", "pages"], help="only one of the two")
    parser.add_argument("--shared", type=Path, default=SHARED)
    options = parser.parse_args()
    if options.what != "pages":
        for name, made in digest_articles(options.shared / "data"):
            print(name, sign(made), flush=True)
    if options.what != "digests":
        for name, made in extract_pages(options.shared / "pages"):
            print(name, sign(made), flush=True)


if __name__ == "__main__":
    main()
