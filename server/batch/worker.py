"""A worker: one model with one thread, which keeps one core busy."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from server.batch.chunks import Chunk
from server.batch.output import Output
from server.batch.rows import digest_row
from server.summarizer import Summarizer


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs: the model, the output, and the length and style of rows without."""

    model_dir: Path
    output: Output
    defaults: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a chunk were digested, were refused, or were done by an earlier run."""

    made: int
    bad: int
    kept: int
    size: int


class Worker:
    """Holds the model, and digests one chunk after the other."""

    def __init__(self, job: Job, summarizer: Summarizer) -> None:
        self._job = job
        self._summarizer = summarizer

    @classmethod
    def load(cls, job: Job) -> Self:
        """Load the model for one thread. Raises ModelMissing or ModelDamaged."""
        return cls(job, Summarizer.load(job.model_dir, threads=1))

    def make(self, chunk: Chunk) -> Tally:
        """Digest the rows of a chunk and write them. Raises OSError if they cannot be written."""
        if chunk.kept:
            return Tally(0, 0, chunk.kept, chunk.size)
        outcomes = [
            digest_row(line, chunk.file, number, self._job.defaults, self._summarizer)
            for number, line in enumerate(chunk.lines.split(b"\n"), start=chunk.first)
            if line.strip()
        ]
        rows = [outcome.shape for outcome in outcomes if not outcome.is_bad]
        bad = [outcome.shape for outcome in outcomes if outcome.is_bad]
        self._job.output.write(chunk.name, rows, bad)
        return Tally(len(rows), len(bad), 0, chunk.size)
