"""From what was measured to the table and to the ratios that are promised."""

import os
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psutil

from server.artifact import Artifact
from server.config import Config
from server.digest.salience.windows import Tokens
from tests.bench.costs.ours import pack_windows
from tests.bench.costs.roofline import compute_share, count_products
from tests.bench.costs.rounds import Costs
from tests.bench.costs.systems import (
    DISTILBART_BEAMS,
    DISTILBART_ORT,
    ENCODER,
    LEAD6,
    LEXRANK,
    MATRIX,
    OURS_HTTP,
    Cost,
)
from tests.bench.soak.articles import write_article

# What is compared, unless its name says otherwise: an article of as many words as news often has.
USUAL = 600
LONGEST = 10_000
# Machine words that tell which products of small numbers a processor has.
FLAGS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8")
PACKAGES = ("onnxruntime", "numpy", "tokenizers")


def summarize_rows(costs: Costs) -> list[dict[str, Any]]:
    """Return a row for each system and size: medians, and the 95th percentile of the time."""
    return [
        {
            "system": name,
            "words": words,
            "rounds": len(found),
            "ms": round(median(times := [cost["ms"] for cost in found]), 1),
            "ms_p95": round(float(np.percentile(times, 95)), 1),
            "cpu_s": _take_median(found, "cpu_s", 3),
            "peak_mb": _take_median(found, "peak_mb", 0),
        }
        for name, sizes in costs.items()
        for words, found in sizes.items()
    ]


def compute_ratios(costs: Costs) -> dict[str, float]:
    """Return what is promised: medians of the ratios of the same round, where both were measured.

    More is better but for the overhead of HTTP and for the ratio to linear growth.
    """
    times = {
        (name, words): [cost["ms"] for cost in found]
        for name, sizes in costs.items()
        for words, found in sizes.items()
    }
    ours = (OURS_HTTP, USUAL)
    wanted: dict[str, tuple[Callable[..., float], Sequence[tuple[str, int]]]] = {
        "distilbart66_ort_greedy_over_ours_http": (_divide, [(DISTILBART_ORT, USUAL), ours]),
        "distilbart66_torch_beam4_over_ours_http": (_divide, [(DISTILBART_BEAMS, USUAL), ours]),
        "smollm2_llamacpp_lead6_over_ours_http": (_divide, [(LEAD6, USUAL), ours]),
        "lexrank_over_ours_http": (_divide, [(LEXRANK, USUAL), ours]),
        "encoder_share_of_roofline": (_share, [(ENCODER, USUAL), (MATRIX, USUAL)]),
        "http_overhead_share": (lambda one, all_: all_ / one - 1, [(ENCODER, USUAL), ours]),
        "words10000_over_linear": (_grow, [(OURS_HTTP, LONGEST), ours]),
    }
    return {
        key: round(median(map(divide, *(times[part] for part in parts))), 3)
        for key, (divide, parts) in wanted.items()
        if all(times.get(part) for part in parts)
    }


def describe_machine() -> dict[str, Any]:
    """Return what the numbers depend on."""
    info = Path("/proc/cpuinfo").read_text()
    fields = dict(line.split("\t: ", 1) for line in info.splitlines() if "\t: " in line)
    words = set(next((fields[key] for key in fields if key.startswith("flags")), "").split())
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": next((fields[key] for key in fields if key.startswith("model name")), ""),
        "flags": [flag for flag in FLAGS if flag in words],
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "packages": {name: version(name) for name in PACKAGES},
        "model": Artifact.load(Config().model_dir).version,
        "load": round(os.getloadavg()[0], 1),
    }


def print_table(report: dict[str, Any]) -> None:
    """Print ratios first, then a line for each system and size."""
    for key, value in report["ratios"].items():
        print(f"{key:44}{value:8.3f}")
    print(f"\n{'':44}{'words':>7}{'ms p50':>10}{'p95':>10}{'core-s':>9}{'peak MB':>9}")
    for row in report["rows"]:
        rest = "".join(
            f"{'' if value is None else f'{value:.{digits}f}':>9}"
            for value, digits in ((row["cpu_s"], 2), (row["peak_mb"], 0))
        )
        print(f"{row['system']:44}{row['words']:7}{row['ms']:10.1f}{row['ms_p95']:10.1f}{rest}")
    for name, reason in report["missing"].items():
        print(f"not measured: {name} ({reason})")


def _take_median(found: Sequence[Cost], key: str, digits: int) -> float | None:
    values = [value for cost in found if (value := cost[key]) is not None]
    return round(median(values), digits) if values else None


def _divide(one: float, other: float) -> float:
    return one / other


def _share(encoder: float, matrix: float) -> float:
    artifact = Artifact.load(Config().model_dir)
    tokens = Tokens.load(artifact.tokenizer)
    windows, _ = pack_windows(tokens, artifact.max_tokens, write_article(USUAL, seed=1))
    return compute_share(count_products([len(w.ids) for w in windows]), encoder, matrix)


def _grow(longest: float, usual: float) -> float:
    counts = (
        sum(len(text.split()) for text in write_article(words, seed=1))
        for words in (LONGEST, USUAL)
    )
    return longest / usual / _divide(*counts)
