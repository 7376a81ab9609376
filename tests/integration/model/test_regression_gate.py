"""Floors of quality are raised freely, and lowered only with a reason, which is logged."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.support.extras import require
from tests.support.model_story import STORY

for module in ("rouge_score", "syllapy", "sumy", "lede"):
    require(module)

from model.data.sources import load_sources  # noqa: E402
from model.evaluation.floors import (  # noqa: E402
    find_missed,
    format_floors,
    log_lowering,
    lower_floors,
    raise_floors,
)
from model.evaluation.regression_gate import main  # noqa: E402
from tests.support.programs import run_program  # noqa: E402
from tests.support.sources import write_rows, write_sources  # noqa: E402

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "model" / "data" / "sources.toml"
TINY = ROOT / "tests" / "fixtures" / "tiny-model"
LOG = "# Experiments\n\nNewest first.\n\n## 2026-01-01: the first\n\nIt began.\n"

GAIN, LEANING = "news exact rouge1_over_lead3", "news exact dangling_per_100"
FLOORS = {GAIN: 2.0, LEANING: 5.0}


@pytest.mark.parametrize(
    ("found", "missed"),
    [
        pytest.param({GAIN: 2.0, LEANING: 5.0}, [], id="on the floor"),
        pytest.param({GAIN: 3.0, LEANING: 0.0}, [], id="better"),
        pytest.param({GAIN: 1.9, LEANING: 5.0}, [GAIN], id="less of what is good"),
        pytest.param({GAIN: 2.0, LEANING: 5.1}, [LEANING], id="more of what is bad"),
        pytest.param({GAIN: 2.0}, [LEANING], id="not measured"),
        pytest.param({**FLOORS, "news brief unsupported": 1}, [], id="without a floor"),
    ],
)
def test_a_floor_is_missed_on_its_wrong_side(found: dict[str, float], missed: list[str]) -> None:
    assert find_missed(found, FLOORS) == missed
    assert format_floors(found, FLOORS).count("MISSED") == len(missed)


def test_floors_rise_to_what_is_found_less_the_drift() -> None:
    found = {GAIN: 3.0, LEANING: 2.0, "news brief unsupported": 0}
    raised = raise_floors(found, FLOORS)
    assert raised == {GAIN: 2.7, LEANING: 3.0, "news brief unsupported": 0}
    assert find_missed(found, raised) == []


def test_raising_never_lowers() -> None:
    assert raise_floors({GAIN: 2.1, LEANING: 4.9}, FLOORS) == FLOORS
    assert raise_floors({GAIN: 1.0, LEANING: 9.0}, FLOORS) == FLOORS


def test_lowering_moves_only_what_is_missed() -> None:
    assert lower_floors({GAIN: 1.0, LEANING: 4.9}, FLOORS) == {GAIN: 0.7, LEANING: 5.0}
    assert lower_floors({GAIN: 2.0}, FLOORS) == {GAIN: 2.0}


def test_a_lowered_floor_is_the_newest_entry_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "LOG.md"
    log.write_text(LOG, encoding="utf-8")
    log_lowering(log, FLOORS, {GAIN: 0.7, LEANING: 4.0}, "A smaller network.")
    head, entry, first = log.read_text(encoding="utf-8").split("\n## ")
    assert head == "# Experiments\n\nNewest first.\n"
    assert entry.startswith(f"{date.today().isoformat()}: ")
    assert "A smaller network.\n\n- news exact rouge1_over_lead3: 2.0 to 0.7\n" in entry
    assert LEANING not in entry
    assert first == "2026-01-01: the first\n\nIt began.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with sources that the gate reads, a log, and no floors yet."""
    rows = [
        {"sentences": STORY, "highlights": STORY[:2]},
        {"sentences": STORY[::-1], "summary": "x"},
    ]
    for name in ("one.jsonl", "two.jsonl"):
        write_rows(tmp_path / name, rows)
    row = {"sentence": STORY[0], "compression": "The last ferry sank.", "split": "validation"}
    write_rows(tmp_path / "compressions.jsonl", [row])
    (tmp_path / "LOG.md").write_text(LOG, encoding="utf-8")
    return tmp_path


def run_gate(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    files = ["--floors", folder / "floors.json", "--log", folder / "LOG.md"]
    sources = ["--sources", write_sources(folder)]
    return run_program(main, "--model-dir", TINY, *sources, *files, *arguments)


def test_the_gate_holds_what_it_wrote_and_lowers_only_with_a_reason(folder: Path) -> None:
    unset = run_gate(folder)
    assert unset.returncode == 1
    assert "has no floors: --write sets them." in unset.stderr

    written = run_gate(folder, "--write")
    assert written.returncode == 0, written.stderr
    floors = json.loads((folder / "floors.json").read_text(encoding="utf-8"))
    assert len(floors) == 2 * (3 * 4 + 1) + 2
    name = "one exact rouge1_over_lead3"
    assert f"{name}: none to {floors[name]}" in written.stdout

    too_high = json.dumps(floors | {name: 99.0})
    (folder / "floors.json").write_text(too_high, encoding="utf-8")
    for arguments in ([], ["--write"]):
        missed = run_gate(folder, *arguments)
        assert missed.returncode == 1
        assert missed.stderr.endswith(f"\nFloors missed: {name}.\n")
    assert (folder / "floors.json").read_text(encoding="utf-8") == too_high
    assert (folder / "LOG.md").read_text(encoding="utf-8") == LOG

    assert run_gate(folder, "--lower", " ").returncode == 2
    lowered = run_gate(folder, "--lower", "It was too high.")
    assert lowered.returncode == 0, lowered.stderr
    assert json.loads((folder / "floors.json").read_text(encoding="utf-8")) == floors
    assert "It was too high." in (folder / "LOG.md").read_text(encoding="utf-8")


def test_missing_data_is_named(tmp_path: Path) -> None:
    run = run_gate(tmp_path)
    assert run.returncode == 2
    assert "one.jsonl" in run.stderr


@pytest.mark.skipif(
    not load_sources(SOURCES).validation[0].exists(), reason="the validation files are not here"
)
def test_the_shipped_model_is_above_its_floors() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "model.evaluation.regression_gate"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
