"""Measure the extension's extraction on the stored pages, beside what others make of them.

    make pages ARGS="--list"
    python -m tests.bench.extraction --json OUT --rows 20 --only ours

The pages are other people's: their text is printed nowhere and never committed. `--json` holds
scores and names alone.
"""

import argparse
import json
import lzma
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.extraction.browser import REPOSITORY, launch
from tests.bench.extraction.score import BAD, Score, score, summarize

PAGES = REPOSITORY.parent / "shared/pages"
EXTRACTORS = ("ours", "readability", "innerText", "defuddle")

# For rows that do not say where their page stood. The name is reserved: nobody has it.
ADDRESS = "https://news.invalid/"


@dataclass(frozen=True, slots=True)
class Row:
    """What each extractor made of one page."""

    set: str
    name: str
    scores: dict[str, Score]
    errors: dict[str, str]


def read_rows(path: Path, most: int | None) -> Iterator[dict[str, Any]]:
    """Read the pages of a set."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == most:
                break
            yield json.loads(line)


def measure(paths: Sequence[Path], names: Sequence[str], most: int | None) -> Iterator[Row]:
    """Let each extractor read each page."""
    with sync_playwright() as playwright, launch(playwright) as reader:
        for path in paths:
            for page in read_rows(path, most):
                found = reader.read(page.get("url") or ADDRESS, page["html"], names)
                yield Row(
                    path.name.partition(".")[0],
                    str(page["id"]),
                    {
                        name: score(page["article"], one.text, one.milliseconds)
                        for name, one in found.items()
                    },
                    {name: one.error for name, one in found.items() if one.error},
                )


def print_table(rows: Sequence[Row]) -> None:
    print(
        f"{'set':20} {'extractor':12} {'pages':>5} {'precision':>9} {'recall':>7} {'F1':>6} "
        f"{'< ' + str(BAD):>6} {'median':>7} {'p95':>7}"
    )
    for name in dict.fromkeys(row.set for row in rows):
        of_set = [row for row in rows if row.set == name]
        for extractor in of_set[0].scores:
            line = summarize([row.scores[extractor] for row in of_set])
            print(
                f"{name:20} {extractor:12} {line.pages:5} {line.precision:9.3f} "
                f"{line.recall:7.3f} {line.f1:6.3f} {line.bad:6.1%} "
                f"{line.median_ms:4.0f} ms {line.p95_ms:4.0f} ms"
            )


def print_bad(rows: Sequence[Row]) -> None:
    """Name the pages that the first extractor reads badly, worst first."""
    for row in sorted(rows, key=lambda row: next(iter(row.scores.values())).f1):
        scores = [f"{name} {one.f1:.2f}" for name, one in row.scores.items()]
        first = next(iter(row.scores.values()))
        if first.f1 < BAD:
            print(
                f"{row.set} {row.name}: {', '.join(scores)} "
                f"(precision {first.precision:.2f}, recall {first.recall:.2f})"
            )
        for name, error in row.errors.items():
            print(f"{row.set} {row.name}: {name} failed: {error.splitlines()[0][:80]}")


def write_json(rows: Sequence[Row], path: Path) -> None:
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extraction", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--pages", type=Path, default=PAGES, help="a set, or a folder of them")
    parser.add_argument("--rows", type=int, help="read no more pages of a set than this")
    parser.add_argument("--only", nargs="+", choices=EXTRACTORS, default=EXTRACTORS)
    parser.add_argument("--list", action="store_true", help=f"name the pages under {BAD}")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the scores of each page")
    return parser.parse_args()


def main() -> int:
    """Print the table; return 1 where there are no pages."""
    options = parse_arguments()
    is_folder = options.pages.is_dir()
    paths = sorted(options.pages.glob("*.jsonl.xz")) if is_folder else [options.pages]
    if not all(path.is_file() for path in paths) or not paths:
        print(f"There are no stored pages at {options.pages}.", file=sys.stderr)
        return 1
    rows = list(measure(paths, options.only, options.rows))
    print_table(rows)
    if options.list:
        print_bad(rows)
    if options.json:
        write_json(rows, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
