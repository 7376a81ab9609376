"""Summarise the measures of all articles in one row per system, as Markdown and as JSON."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.evaluation.bootstrap import bootstrap_means
from model.evaluation.metrics import EQUAL_WORDS, ROUGE

# ROUGE of whole digests, and of their first EQUAL_WORDS words.
COMPARED = (*ROUGE, *(f"{name}_equal" for name in ROUGE))
# The differences shown in the table; `--json` has all of them.
SHOWN = ("rouge1", "rouge2", "rouge1_equal", "rouge2_equal")

# An array (N,) per measure, with one value per article.
Columns = dict[str, NDArray[np.float64]]
Row = dict[str, Any]

OVER = ("R-1 over Lead-3", "R-2 over Lead-3")
HEADING = (
    *("system", "R-1", "R-2", "R-Lsum", *OVER),
    *(f"{title} at {EQUAL_WORDS} words" for title in OVER),
    *("words", "grade", "dangling of 100", "unsupported"),
    *("refused (R-1 without)", "ms, median / p95"),
)


def summarize_columns(columns: Columns, lead: Columns) -> Row:
    """Return means, sums and 95 % intervals of one system, as `--json` writes them.

    ROUGE is in points, 0 to 100; `..._over_lead3` is paired by article. Refused articles have an
    empty digest and count in every mean but the grade's, which is None if all were refused;
    `..._answered` leaves them out.
    """
    scores = np.stack([columns[name] for name in COMPARED], axis=1)
    floor = np.stack([lead[name] for name in COMPARED], axis=1)
    row: Row = {"articles": len(scores)}
    for name, (mean, low, high) in zip(COMPARED, bootstrap_means(scores).T, strict=True):
        row[name] = _round(mean)
        row[f"{name}_interval"] = {"low": _round(low), "high": _round(high)}
    answered = columns["points"] > 0
    for name, gain in zip(COMPARED, _describe_gains(scores - floor), strict=True):
        row[f"{name}_over_lead3"] = gain
    for name, gain in zip(COMPARED, _describe_gains((scores - floor)[answered]), strict=True):
        row[f"{name}_over_lead3_answered"] = gain
    dangling = 100 * columns["dangling"].sum() / max(1, columns["points"].sum())
    return row | {
        "words": _round(columns["words"].mean()),
        "grade": _average_grades(columns["grade"]),
        "grade_article": _average_grades(columns["grade_article"]),
        "dangling_per_100": _round(dangling),
        "unsupported": int(columns["unsupported"].sum()),
        "refused": int((~answered).sum()),
        "shorter_than_equal": int((columns["words"] < EQUAL_WORDS).sum()),
        "ms_median": _round(np.median(columns["ms"])),
        "ms_p95": _round(np.percentile(columns["ms"], 95)),
    }


def format_table(rows: dict[str, Row]) -> str:
    """Return the Markdown table of all systems."""
    heading = [_format_cells(HEADING), "|---" * len(HEADING) + "|"]
    return "\n".join([*heading, *(_format_row(name, row) for name, row in rows.items())])


def _format_row(name: str, row: Row) -> str:
    rouge = [f"{row[key]:.1f} {_format_ends(row[f'{key}_interval'], '.1f')}" for key in ROUGE]
    gains = [row[f"{key}_over_lead3"] for key in SHOWN]
    over = [f"{gain['mean']:+.2f} {_format_ends(gain, '+.2f')}" for gain in gains]
    rest = (f"{row['words']:.0f}", row["grade"], f"{row['dangling_per_100']:.1f}")
    times = f"{row['ms_median']:.1f} / {row['ms_p95']:.1f}"
    return _format_cells(
        (name, *rouge, *over, *rest, row["unsupported"], _format_refused(row), times)
    )


def _describe_gains(gains: NDArray[np.float64]) -> list[dict[str, float] | None]:
    if not len(gains):
        return [None] * gains.shape[1]
    ends = bootstrap_means(gains).T
    return [{"mean": _round(m), "low": _round(low), "high": _round(high)} for m, low, high in ends]


def _average_grades(grades: NDArray[np.float64]) -> float | None:
    known = grades[~np.isnan(grades)]
    return round(float(known.mean()), 1) if known.size else None


def _round(value: float) -> float:
    return round(float(value), 3)


def _format_refused(row: Row) -> str:
    """Return the number of refused articles and, if any, R-1 over Lead-3 without them."""
    gain = row["rouge1_over_lead3_answered"]
    return (
        f"{row['refused']} ({gain['mean']:+.2f})"
        if row["refused"] and gain
        else f"{row['refused']}"
    )


def _format_ends(ends: dict[str, float], style: str) -> str:
    return f"[{ends['low']:{style}}, {ends['high']:{style}}]"


def _format_cells(cells: Sequence[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
