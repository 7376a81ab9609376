"""Measure our summarizer beside its peers, on news with highlights.

Run as `python -m model.evaluation.digests --data FILE... [--systems NAME...] [--rows N] [--json
OUT]`: a table a file, and one over all if there are several. What is measured:
model/evaluation/metrics.py. Differences to Lead-3 are paired by article, so Lead-3 is always among
the systems.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from model.data.documents import DataError, Document, load_documents
from model.evaluation.metrics import Yardstick
from model.evaluation.registry import (
    ARTIFACT,
    LEAD,
    NAMES,
    NETWORK,
    UNTRAINED,
    build_systems,
    list_available,
)
from model.evaluation.systems import System
from model.evaluation.table import Columns, Row, format_table, summarize_columns
from server.errors import DigestError

# Articles between two signs of life.
PULSE = 250


def measure_systems(systems: dict[str, System], documents: list[Document]) -> dict[str, Columns]:
    """Return every measure of each system's digests, an array (N,) each, and milliseconds."""
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in systems}
    for system in systems.values():
        system.run(documents[0].article)  # What is loaded at the first call is not counted.
    for number, document in enumerate(documents):
        if number % PULSE == 0:
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
    """Print one row a system and return the rows."""
    rows = {name: summarize_columns(own, columns[LEAD]) for name, own in columns.items()}
    lead = rows[LEAD]
    print(f"\n{title}: {lead['articles']} articles of grade {lead['grade_article']}\n")
    print(format_table(rows), flush=True)
    return rows


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.evaluation.digests", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--systems", nargs="+", choices=NAMES, metavar="NAME", help="default: all")
    parser.add_argument("--rows", type=int, help="a fixed random sample of so many rows a file")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all numbers there too")
    parser.add_argument("--model-dir", type=Path, default=ARTIFACT)
    parser.add_argument("--untrained", type=Path, default=NETWORK, metavar="NETWORK")
    options = parser.parse_args()
    if len({path.name for path in options.data}) < len(options.data):
        parser.error("two files have the same name, which would be one row in the report")
    names = options.systems or list_available(options.untrained)
    if not options.systems and UNTRAINED not in names:
        _note(f"{UNTRAINED} is left out: there is no {options.untrained} (model/README.md)")
    try:
        systems = build_systems({LEAD, *names}, options.model_dir, options.untrained)
        # All files before any is measured: the last may be the wrong one, an hour later.
        files = {path.name: load_documents(path, options.rows) for path in options.data}
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
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def _join(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
