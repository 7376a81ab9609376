"""Floors that quality must not fall below. Raising one is free; lowering one takes a reason."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

# Numbers by name: a file, a system and, as the last word, a measure.
Numbers = Mapping[str, float]

# Starts each entry of the log; a new entry goes before the first.
ENTRY = "\n## "


class Drift(NamedTuple):
    """How far a measure may move without any change, and which way is better (1 or -1)."""

    slack: float
    better: int = 1


# Other CPUs add in another order, which can tip close choices: one of 150 articles can change by
# several points of ROUGE.
DRIFTS = {
    "rouge1_over_lead3": Drift(0.3),
    "rouge2_over_lead3": Drift(0.3),
    "dangling_per_100": Drift(1.0, -1),
    "unsupported": Drift(0.0, -1),
    "words_of_exact": Drift(0.02, -1),
    "f1": Drift(0.01),
}


def read_floors(path: Path) -> dict[str, float]:
    """Return the floors in a file, or no floors if it does not exist."""
    floors: dict[str, float] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return floors


def write_floors(path: Path, floors: Numbers) -> None:
    """Write the floors to a file, one per line."""
    path.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def find_missed(found: Numbers, floors: Numbers) -> list[str]:
    """Return the names of the floors that were missed or not measured."""
    return [name for name, floor in floors.items() if not _is_kept(name, found, floor)]


def raise_floors(found: Numbers, floors: Numbers) -> dict[str, float]:
    """Return the floors, each raised to its number less the slack if that is higher."""
    raised = dict(floors)
    for name, value in found.items():
        drift = _find_drift(name)
        floor = round(value - drift.better * drift.slack, 3)
        is_higher = name not in floors or drift.better * (floor - floors[name]) > 0
        raised[name] = floor if is_higher else floors[name]
    return raised


def lower_floors(found: Numbers, floors: Numbers) -> dict[str, float]:
    """Return the floors with missed ones set anew and unmeasured ones removed."""
    missed = find_missed(found, floors)
    return raise_floors(found, {name: floors[name] for name in floors if name not in missed})


def log_lowering(path: Path, before: Numbers, after: Numbers, reason: str) -> None:
    """Add an entry at the top of the log with the reason and each floor that is now lower."""
    lowered = find_missed(after, before)
    lines = [f"- {name}: {before[name]} to {after.get(name, 'none')}" for name in lowered]
    entry = f"{date.today().isoformat()}: floors lowered\n\n{reason}\n\n" + "\n".join(lines) + "\n"
    log = path.read_text(encoding="utf-8")
    head, mark, rest = log.partition(ENTRY)
    path.write_text(f"{head.rstrip()}\n{ENTRY}{entry}{mark}{rest}", encoding="utf-8")


def format_floors(found: Numbers, floors: Numbers) -> str:
    """Return a Markdown table of the numbers beside their floors."""
    missed = find_missed(found, floors)
    lines = ["| measure | found | floor | |", "|---|---|---|---|"]
    for name in sorted({*found, *floors}):
        value, floor = found.get(name, "none"), floors.get(name, "none")
        lines.append(f"| {name} | {value} | {floor} | {'MISSED' if name in missed else ''} |")
    return "\n".join(lines)


def _is_kept(name: str, found: Numbers, floor: float) -> bool:
    return name in found and _find_drift(name).better * (found[name] - floor) >= 0


def _find_drift(name: str) -> Drift:
    return DRIFTS[name.split()[-1]]
