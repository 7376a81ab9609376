"""Measure our summarizer beside its peers, on news with highlights.

Run as `python -m model.evaluate --data FILE... [--systems NAME...] [--rows N] [--json OUT]`: a
table a file and one over all. What is measured: model/measures.py, model/dangling.py. Differences
to Lead-3 are paired by article, so Lead-3 is always among the systems.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from model.documents import Document, load_documents
from model.measures import Measures
from model.peers import PEERS
from model.systems import System, build_shipped, choose_lead, quote
from model.table import Columns, Row, format_table, summarize_columns

LEAD = "lead3"
OURS = "nutgraf"
NAMES = (LEAD, OURS, *PEERS)


def build_systems(names: list[str], folder: Path) -> dict[str, System]:
    """Return Lead-3 and the named systems; raises ModelMissing or ModelDamaged for ours."""
    systems = {LEAD: quote(choose_lead)}
    if OURS in names:
        systems[OURS] = build_shipped(folder)
    return systems | {name: quote(PEERS[name]) for name in names if name in PEERS}


def measure_system(system: System, documents: list[Document], measures: Measures) -> Columns:
    """Return every measure of the system's digests, an array (N,) each, and milliseconds."""
    system(documents[0].article)  # What is loaded at the first call is not counted.
    rows = []
    for document in documents:
        start = time.perf_counter()
        points = system(document.article)
        milliseconds = 1000 * (time.perf_counter() - start)
        rows.append(measures.measure(points, document) | {"ms": milliseconds})
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def print_table(title: str, columns: dict[str, Columns]) -> dict[str, Row]:
    """Print one row a system and return the rows."""
    rows = {name: summarize_columns(own, columns[LEAD]) for name, own in columns.items()}
    lead = rows[LEAD]
    print(f"\n{title}: {lead['articles']} articles of grade {lead['grade_article']}\n")
    print(format_table(rows), flush=True)
    return rows


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--systems", nargs="+", choices=NAMES, default=NAMES, metavar="NAME")
    parser.add_argument("--rows", type=int, help="a fixed random sample of so many rows a file")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all numbers there too")
    parser.add_argument("--model-dir", type=Path, default=Path("model/artifact"))
    options = parser.parse_args()
    if len({path.name for path in options.data}) < len(options.data):
        parser.error("two files have the same name, which would be one row in the report")
    systems = build_systems(options.systems, options.model_dir)
    measures = Measures()
    files: dict[str, dict[str, Columns]] = {}
    report: dict[str, Any] = {"systems": {}, "per_file": {}}
    for path in options.data:
        documents = load_documents(path, options.rows)
        if not documents:
            parser.error(f"{path} holds no articles")
        files[path.name] = {}
        for name, system in systems.items():
            print(f"{path.name}: {name}", file=sys.stderr)
            files[path.name][name] = measure_system(system, documents, measures)
        report["per_file"][path.name] = print_table(path.name, files[path.name])
    together = {name: _join([file[name] for file in files.values()]) for name in systems}
    report["systems"] = print_table("All files", together)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def _join(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


if __name__ == "__main__":
    main()
