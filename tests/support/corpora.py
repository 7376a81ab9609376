"""Corpora made of the invented story, and the output of a run."""

import json
from pathlib import Path
from typing import Any

from tests.support.application import STORY


def make_rows(count: int) -> list[dict[str, Any]]:
    """Return rows with different texts, in all forms that rows may have."""
    rows: list[dict[str, Any]] = []
    for number in range(count):
        first = f"The council of Osterby met for the {number + 2}th time this year."
        paragraphs = [first, *STORY[number % 3 :]]
        forms: list[dict[str, Any]] = [
            {"paragraphs": paragraphs, "title": "Elmsworth closes its bridge"},
            {"article": "\n".join(paragraphs)},
            {"text": "\n\n".join(paragraphs)},
        ]
        rows.append({"id": f"story-{number}", **forms[number % 3]})
    return rows


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows as JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    return path


def read_rows(out: Path, part: str = "rows") -> list[dict[str, Any]]:
    """Return the rows of all parts of a run, in their order."""
    return [
        json.loads(line)
        for path in sorted((out / part).rglob("*.jsonl"))
        if path.is_file()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def read_files(out: Path) -> dict[str, bytes]:
    """Return every file of a run, hidden ones too, but for its settings."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }
