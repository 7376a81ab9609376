"""Systems side by side: each in its own process, asked in turns, so that they share the noise."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench.costs.systems import Cost, System
from tests.bench.soak.articles import write_article
from tests.support.browser.backend import REPOSITORY

PEERS_PYTHON = REPOSITORY / ".venv-bench" / "bin" / "python"
# What a system cost, by its name, by the words that were asked for, round by round.
Costs = dict[str, dict[int, list[Cost]]]


class Child:
    """A system at work in its process. Raises ChildProcessError where it does not come up."""

    def __init__(self, system: System, python: Path, log: Path) -> None:
        self.name = system.name
        self._log = log
        with log.open("wb") as errors:
            self._popen = subprocess.Popen(
                [python, "-m", "tests.bench.costs.child", system.name],
                cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                text=True,
            )  # fmt: skip
        self._read()

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def measure(self, paragraphs: list[str]) -> Cost:
        """Return what an article costs."""
        print(json.dumps(paragraphs), file=self._popen.stdin, flush=True)
        return self._read()

    def _read(self) -> dict[str, Any]:
        line = self._popen.stdout.readline()
        if not line:
            self._end()
            written = self._log.read_text(errors="replace").strip().splitlines()
            raise ChildProcessError(f"{self.name}: {written[-1] if written else 'ended'}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _end(self) -> None:
        """Let it end by itself, as it does when nobody asks any more."""
        with self._popen:
            pass


def start_all(
    stack: ExitStack, systems: Iterable[System], folder: Path
) -> tuple[list[tuple[System, Child]], dict[str, str]]:
    """Start the systems; return them, and of each peer that cannot run the reason."""
    running: list[tuple[System, Child]] = []
    missing: dict[str, str] = {}
    for number, system in enumerate(systems):
        has_own = not system.is_ours and PEERS_PYTHON.exists()
        python = PEERS_PYTHON if has_own else Path(sys.executable)
        try:
            child = stack.enter_context(Child(system, python, folder / f"{number}.log"))
        except ChildProcessError as error:
            if system.is_ours:
                raise
            missing[system.name] = str(error)
        else:
            running.append((system, child))
    return running, missing


def measure_rounds(
    running: Sequence[tuple[System, Child]],
    sizes: Sequence[int],
    most: int,
    tell: Callable[[int], None],
) -> Costs:
    """Ask each system as often as it is to be asked, at most `most` times, each time for news.

    Each is warm: just before, it was asked for other news, as long as the shortest. From rest, or
    behind one that leaves a core idle, the same work takes up to half as long again.
    """
    costs: Costs = {system.name: {size: [] for size in sizes} for system, _ in running}
    for turn in range(1, 1 + max(min(system.rounds, most) for system, _ in running)):
        for size in sizes:
            paragraphs = write_article(size, seed=turn)
            other = write_article(min(sizes), seed=-size * most - turn)
            for system, child in running:
                if turn <= min(system.rounds, most):
                    child.measure(other)
                    costs[system.name][size].append(child.measure(paragraphs))
        tell(turn)
    return costs
