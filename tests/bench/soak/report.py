"""What a run has shown, as a table, and whether that is good."""

from collections.abc import Iterator
from statistics import median

from locust.stats import RequestStats, StatsEntry

from tests.bench.soak.target import Target

# Of the server's memory, after its first minute.
MOST_GROWTH = 0.05
# Of one core, with nobody asking: a second of computing in a minute.
MOST_REST = 0.017
# Of a shorter run than two of these, its first half.
WARM_UP_SECONDS = 60

KINDS = ("accepted", "refused", "hostile", "wrong")


class Report:
    """The numbers of a run; `rest` is the share of a core that the server used after it."""

    def __init__(self, target: Target, stats: RequestStats, rest: float) -> None:
        self._stats = stats
        self._rest = rest
        self._log = target.log.read_text()
        # A sample a second.
        self._memory = target.memory
        self._seconds = len(target.memory)
        warm = min(WARM_UP_SECONDS, self._seconds // 2)
        # At most, and not at the end: digests in work take memory for as long as they are.
        self._first, self._later = max(target.memory[:warm]), max(target.memory[warm:])
        self._end = median(target.memory[-10:])

    @property
    def growth(self) -> float:
        """Return how much more memory the server had at most, as a share."""
        return self._later / self._first - 1

    @property
    def is_good(self) -> bool:
        """Tell whether nothing was wrong, memory was flat, and the server came to rest."""
        is_flat = self.growth < MOST_GROWTH
        return not self._find_wrong() and is_flat and self._rest < MOST_REST

    def write(self) -> str:
        """Return the table."""
        return "\n".join((*self._write_requests(), "", *self._write_server(), *self._find_wrong()))

    def _write_requests(self) -> Iterator[str]:
        entries = sorted(self._stats.entries.values(), key=_sort)
        yield f"{'':40}{'count':>8}{'p50 s':>8}{'p95 s':>8}{'max s':>8}"
        for kind in KINDS:
            own = [entry for entry in entries if entry.method == kind]
            yield f"{kind:40}{sum(entry.num_requests for entry in own):>8,}"
            for entry in own:
                half, most = map(entry.get_response_time_percentile, (0.5, 0.95))
                times = (half, most, entry.max_response_time)
                columns = "".join(f"{milliseconds / 1000:>8.2f}" for milliseconds in times)
                yield f"  {entry.name:38}{entry.num_requests:>8,}{columns}"

    def _write_server(self) -> Iterator[str]:
        rate = self._stats.total.num_requests / self._seconds
        yield f"{self._seconds} seconds, {rate:.1f} requests a second"
        minutes = " ".join(f"{max(part):.0f}" for part in _cut(self._memory, WARM_UP_SECONDS))
        yield f"memory, at most, in MB and minute by minute: {minutes}; at the end {self._end:.0f}"
        yield (
            f"  {self._memory[0]:.0f} before, {self._first:.0f} in the first minute, "
            f"{self._later:.0f} after it: {self.growth:+.1%}"
        )
        yield f"at rest: {self._rest:.2%} of a core"

    def _find_wrong(self) -> list[str]:
        """Return what must not have happened."""
        failures = [
            f"WRONG: {failure.occurrences} x {failure.method} {failure.name}: {failure.error}"
            for failure in self._stats.errors.values()
        ]
        loud = [f"WRONG: in the log: {line}" for line in self._log.splitlines() if "rror" in line]
        is_idle = not any(entry.method == "accepted" for entry in self._stats.entries.values())
        return failures + loud + ["WRONG: nobody got a digest"] * is_idle


def _cut(samples: list[float], size: int) -> Iterator[list[float]]:
    for start in range(0, len(samples), size):
        yield samples[start : start + size]


def _sort(entry: StatsEntry) -> tuple[str, int, str]:
    return entry.method, len(entry.name), entry.name
