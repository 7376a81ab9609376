"""Digests block after block with one session of one thread: one such worker keeps one core busy."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from server.batch.chunks import Block
from server.batch.output import Parts
from server.batch.rows import digest_row
from server.summarizer import Summarizer


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker is told: where the model is, where parts go, what rows have by default."""

    model_dir: Path
    parts: Parts
    defaults: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many digests and refusals a block came to, or how many rows were done before."""

    made: int
    bad: int
    kept: int
    size: int


class Worker:
    """Holds the model, and makes one part of one block."""

    def __init__(self, job: Job, summarizer: Summarizer) -> None:
        self._job = job
        self._summarizer = summarizer

    @classmethod
    def load(cls, job: Job) -> Self:
        """Load the model for one thread. Raises ModelMissing or ModelDamaged."""
        return cls(job, Summarizer.load(job.model_dir, threads=1))

    def make(self, block: Block) -> Tally:
        """Digest the rows of a block and write its part. Raises OSError where it cannot."""
        if block.kept:
            return Tally(0, 0, block.kept, block.size)
        outcomes = [
            digest_row(line, block.file, number, self._job.defaults, self._summarizer)
            for number, line in enumerate(block.lines.split(b"\n"), start=block.first)
            if line.strip()
        ]
        rows = [outcome.shape for outcome in outcomes if not outcome.is_bad]
        bad = [outcome.shape for outcome in outcomes if outcome.is_bad]
        self._job.parts.write(block.name, rows, bad)
        return Tally(len(rows), len(bad), 0, block.size)
