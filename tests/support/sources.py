"""A list of sources for the tests of the model, over files that they write."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SOURCES = """\
articles = [{ file = "train.jsonl" }]
compressions = "compressions.jsonl"
validation = ["one.jsonl", "two.jsonl"]
simplifications = [{ file = "simple.jsonl", split = "test" }]

[treebank]
train = "trees.npz"
development = "development.npz"
tests = ["test.npz"]
"""


def write_sources(folder: Path) -> Path:
    """Write a list of sources; the files that it names are the test's to write."""
    path = folder / "sources.toml"
    path.write_text(SOURCES, encoding="utf-8")
    return path


def write_rows(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write rows as JSON Lines."""
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return path
