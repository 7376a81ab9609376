"""Measure our summarizer beside others on news with highlights.

Run as `python -m model.evaluation.digests [--data FILE...] [--systems NAME...] [--rows N] [--json
OUT]`. It prints a table per file, and one over all files if there are several. The measures are
those of model/evaluation/metrics.py. Lead-3 is always measured too, since differences to it are
paired by article.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

from model.command_line import make_parser, write_report
from model.data.documents import DataError, Document, load_documents
from model.data.sources import load_sources
from model.evaluation.metrics import Yardstick
from model.evaluation.registry import (
    LEAD,
    NAMES,
    UNTRAINED,
    build_systems,
    list_available,
)
from model.evaluation.systems import System
from model.evaluation.table import Columns, Row, format_table, summarize_columns
from server.errors import DigestError

# Articles between two lines of progress.
PROGRESS = 250


def measure_systems(systems: dict[str, System], documents: list[Document]) -> dict[str, Columns]:
    """Return each measure of each system's digests, and its milliseconds, as arrays (N,)."""
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in systems}
    for system in systems.values():
        system.run(documents[0].article)  # Warm up: the first call loads word lists.
    for number, document in enumerate(documents):
        if number % PROGRESS == 0:
            _note(f"{number} of {len(documents)} articles")
        yardstick = Yardstick(document)
        for name, system in systems.items():
            points, seconds = system.run(document.article)
            measured = yardstick.measure([point.text for point in points])
            rows[name].append(measured | {"ms": 1000 * seconds})
    return {
        name: {key: np.array([row[key] for row in own]) for key in own[0]}
        for name, own in rows.items()
    }


def print_table(title: str, columns: dict[str, Columns]) -> dict[str, Row]:
    """Print one row per system and return the rows."""
    rows = {name: summarize_columns(own, columns[LEAD]) for name, own in columns.items()}
    lead = rows[LEAD]
    print(f"\n{title}: {lead['articles']} articles of grade {lead['grade_article']}\n")
    print(format_table(rows), flush=True)
    return rows


def main() -> None:
    """Run the command line."""
    shared = ("--json", "--model-dir", "--sources", "--untrained")
    parser = make_parser("model.evaluation.digests", __doc__, *shared)
    parser.add_argument(
        "--data", type=Path, nargs="+", metavar="FILE", help="default: validation of the sources"
    )
    parser.add_argument("--systems", nargs="+", choices=NAMES, metavar="NAME", help="default: all")
    parser.add_argument("--rows", type=int, help="measure a fixed random sample of each file")
    options = parser.parse_args()
    names = options.systems or list_available(options.untrained)
    if not options.systems and UNTRAINED not in names:
        _note(f"{UNTRAINED} is left out: {options.untrained} does not exist (model/README.md)")
    try:
        paths = options.data or load_sources(options.sources).validation
        if len({path.name for path in paths}) < len(paths):
            raise DataError("Two files have the same name, and so would share a row of the report.")
        systems = build_systems({LEAD, *names}, options.model_dir, options.untrained)
        # Read all files before measuring any, so that a wrong one is found at once.
        files = {path.name: load_documents(path, options.rows) for path in paths}
    except (DataError, DigestError) as error:
        parser.error(str(error))
    columns: dict[str, dict[str, Columns]] = {}
    report: dict[str, Any] = {"systems": {}, "per_file": {}}
    for name, documents in files.items():
        _note(name)
        columns[name] = measure_systems(systems, documents)
        report["per_file"][name] = print_table(name, columns[name])
    if len(files) == 1:
        (report["systems"],) = report["per_file"].values()
    else:
        together = {name: _join([file[name] for file in columns.values()]) for name in systems}
        report["systems"] = print_table("All files", together)
    write_report(options.json, report)


def _join(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
