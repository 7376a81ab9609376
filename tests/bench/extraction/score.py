"""The measure of page extraction: shingles of four words, as the article-extraction-benchmark's."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, quantiles

WORDS = 4
TOKEN = re.compile(r"\w+")

# Below this the reader gets a digest of the wrong text.
BAD = 0.8


@dataclass(frozen=True, slots=True)
class Score:
    """What one extractor made of one page."""

    precision: float
    recall: float
    milliseconds: float = 0.0

    @property
    def f1(self) -> float:
        return harmonic_mean(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Summary:
    """What one extractor made of a set: the F1 is that of the two means."""

    pages: int
    precision: float
    recall: float
    f1: float
    bad: float
    median_ms: float
    p95_ms: float


def harmonic_mean(precision: float, recall: float) -> float:
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def count_shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words; a shorter text is one run."""
    words = TOKEN.findall(text)
    starts = range(max(1, len(words) - WORDS + 1)) if words else ()
    return Counter(tuple(words[start : start + WORDS]) for start in starts)


def score(gold: str, found: str, milliseconds: float = 0.0) -> Score:
    """Compare what was found with the gold text."""
    wanted, given = count_shingles(gold), count_shingles(found)
    shared = (wanted & given).total()
    return Score(
        precision=shared / given.total() if given else float(not wanted),
        recall=shared / wanted.total() if wanted else float(not given),
        milliseconds=milliseconds,
    )


def summarize(scores: Sequence[Score]) -> Summary:
    """Average over the pages of a set."""
    precision = fmean(page.precision for page in scores)
    recall = fmean(page.recall for page in scores)
    times = [page.milliseconds for page in scores]
    return Summary(
        pages=len(scores),
        precision=precision,
        recall=recall,
        f1=harmonic_mean(precision, recall),
        bad=sum(page.f1 < BAD for page in scores) / len(scores),
        median_ms=median(times),
        p95_ms=quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0],
    )
