"""No change makes us slower unseen: what CI measures, beside what it measured before.

`python -m tests.bench.costs --quick --out docs/bench/floor.json` writes what is kept.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.browser.backend import REPOSITORY

pytestmark = [
    pytest.mark.alone,  # Both sides of a ratio are measured on all cores.
    pytest.mark.skipif(
        not os.environ.get("CI"),
        reason="the ratios kept are those of CI's machine: only CI compares",
    ),
]

FLOOR = REPOSITORY / "docs" / "bench" / "floor.json"
# How far a ratio may fall, and its inverse for what had better be small.
WORST = 2 / 3
LESS_IS_BETTER = {"http_overhead_share", "words10000_over_linear"}
# A machine is busy now and then; who is slower is slower each time.
TRIES = 3


def measure(path: Path) -> dict[str, float]:
    subprocess.run(
        [sys.executable, "-m", "tests.bench.costs", "--quick", "--out", path],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    ratios: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["ratios"]
    return ratios


def find_fallen(found: dict[str, float], kept: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Return what is worse by a third than it was: now, and then."""
    return {
        key: (value, kept[key])
        for key, value in found.items()
        if (kept[key] / value if key in LESS_IS_BETTER else value / kept[key]) < WORST
    }


def test_no_ratio_has_fallen_by_a_third(tmp_path: Path) -> None:
    kept = json.loads(FLOOR.read_text(encoding="utf-8"))["ratios"]
    for number in range(TRIES):
        found = measure(tmp_path / f"{number}.json")
        assert len(found) == 4
        fallen = find_fallen(found, kept)
        if not fallen:
            return
    pytest.fail(f"worse by a third than docs/bench/floor.json: {fallen}")


def test_a_fall_is_seen_in_both_directions() -> None:
    kept = {"lexrank_over_ours_http": 0.12, "http_overhead_share": 0.2}
    assert not find_fallen({"lexrank_over_ours_http": 0.09, "http_overhead_share": 0.28}, kept)
    fallen = find_fallen({"lexrank_over_ours_http": 0.07, "http_overhead_share": 0.31}, kept)
    assert fallen.keys() == kept.keys()
