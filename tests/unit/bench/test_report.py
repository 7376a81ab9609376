"""The figures of the table: counted by hand, on costs that are made up."""

import json
import math
import re
from pathlib import Path

import pytest

from tests.bench.costs.report import LONGEST, USUAL, compute_ratios, summarize_rows
from tests.bench.costs.roofline import SIDE, compute_share, count_products
from tests.bench.costs.rounds import Costs
from tests.bench.costs.systems import (
    DISTILBART_ORT,
    ENCODER,
    LEXRANK,
    MATRIX,
    OURS_HTTP,
    SYSTEMS,
    Cost,
)
from tests.support.browser.backend import REPOSITORY

LATEST = REPOSITORY / "docs" / "bench" / "latest.json"
# What issue 7 wants to be told, whatever else is.
PROMISED = {
    "distilbart66_ort_greedy_over_ours_http",
    "smollm2_llamacpp_lead6_over_ours_http",
    "lexrank_over_ours_http",
    "encoder_share_of_roofline",
    "http_overhead_share",
    "words10000_over_linear",
}


def make_costs(times: dict[str, dict[int, list[float]]]) -> Costs:
    return {
        name: {words: [cost(ms) for ms in found] for words, found in sizes.items()}
        for name, sizes in times.items()
    }


def cost(ms: float) -> Cost:
    return {"ms": ms, "cpu_s": ms / 500, "peak_mb": 100 + ms}


def test_a_ratio_is_the_median_of_what_each_round_says() -> None:
    # A round in which the machine was busy is slow for both: 20, 20 and 30, not 2000 over 100.
    costs = make_costs(
        {OURS_HTTP: {USUAL: [100, 1000, 50]}, DISTILBART_ORT: {USUAL: [2000, 20_000, 1500]}}
    )
    assert compute_ratios(costs)["distilbart66_ort_greedy_over_ours_http"] == 20


def test_rounds_that_only_one_of_two_had_do_not_count() -> None:
    costs = make_costs({OURS_HTTP: {USUAL: [10, 10, 1]}, DISTILBART_ORT: {USUAL: [200, 300]}})
    assert compute_ratios(costs)["distilbart66_ort_greedy_over_ours_http"] == 25


def test_what_was_not_measured_has_no_ratio() -> None:
    costs = make_costs({OURS_HTTP: {USUAL: [100]}, LEXRANK: {USUAL: []}})
    assert compute_ratios(costs) == {}


def test_overhead_is_what_the_encoder_does_not_take() -> None:
    costs = make_costs({OURS_HTTP: {USUAL: [120]}, ENCODER: {USUAL: [100]}})
    assert compute_ratios(costs) == {"http_overhead_share": 0.2}


def test_growth_is_measured_in_words_written() -> None:
    # 10,000 words are 16.7 times 600, but for a sentence that each article is longer.
    costs = make_costs({OURS_HTTP: {USUAL: [60], LONGEST: [1000]}})
    assert compute_ratios(costs)["words10000_over_linear"] == pytest.approx(1, abs=0.05)


def test_the_share_of_the_roofline_is_a_rate_over_a_rate() -> None:
    assert compute_share(SIDE**3, encoder_ms=200, matrix_ms=100) == 0.5
    costs = make_costs({ENCODER: {USUAL: [50]}, MATRIX: {USUAL: [50]}})
    # 600 words are some 800 tokens in two windows: 4.6 billion multiply-adds; the matrix has 8.6.
    assert compute_ratios(costs)["encoder_share_of_roofline"] == pytest.approx(0.5, rel=0.3)


def test_products_are_those_of_three_layers() -> None:
    one, two = count_products([1]), count_products([2])
    # BERT's own count: 12 H² a layer and token with H = 384, and 2 H for each pair of tokens.
    assert one == 3 * (12 * 384**2 + 2 * 384)
    assert two == 3 * (2 * 12 * 384**2 + 4 * 2 * 384)
    assert count_products([1, 2]) == one + two


def test_a_row_has_medians_and_the_slowest_twentieth() -> None:
    costs = make_costs({LEXRANK: {150: [float(ms) for ms in range(1, 22)]}})
    assert summarize_rows(costs) == [
        {
            "system": LEXRANK,
            "words": 150,
            "rounds": 21,
            "ms": 11.0,
            "ms_p95": 20.0,
            "cpu_s": 0.022,
            "peak_mb": 111,
        }
    ]


def test_what_a_clock_alone_measured_has_no_memory() -> None:
    costs: Costs = {LEXRANK: {150: [{"ms": 1.0, "cpu_s": None, "peak_mb": None}] * 2}}
    (row,) = summarize_rows(costs)
    assert row["cpu_s"] is None and row["peak_mb"] is None


@pytest.fixture(scope="module")
def latest() -> dict[str, object]:
    kept: dict[str, object] = json.loads(Path(LATEST).read_text(encoding="utf-8"))
    return kept


def test_the_kept_table_has_all_that_is_promised(latest: dict[str, dict[str, float]]) -> None:
    assert latest["ratios"].keys() >= PROMISED
    assert all(math.isfinite(value) and value > 0 for value in latest["ratios"].values())
    assert latest["missing"] == {}


def test_the_kept_table_has_a_row_for_each_system_and_size(
    latest: dict[str, list[dict[str, object]]],
) -> None:
    rows = {(row["system"], row["words"]) for row in latest["rows"]}
    assert rows == {(system.name, words) for system in SYSTEMS for words in (150, 600, 2000, 10000)}


def test_the_readme_has_the_kept_ratios(latest: dict[str, dict[str, float]]) -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    part = text.split("\n## Beside what else runs on your machine\n")[1].split("\n## ")[0]
    numbers = set(map(float, re.findall(r"(?<![\w-])\d+\.\d+\b", part)))
    assert numbers == {round(ratio, 1 if ratio > 2 else 2) for ratio in latest["ratios"].values()}
