"""Input files split into chunks: rows that one worker digests and writes as one file."""

import codecs
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from server.batch import BatchError, parquet
from server.batch.storage import Storage
from server.limits import MAX_BODY_BYTES

PARQUET = ".parquet"

_OPENERS: dict[str, Callable[[BinaryIO], Any]] = {
    ".jsonl": lambda file: file,
    ".jsonl.gz": gzip.open,
    ".jsonl.xz": lzma.open,
}
ENDINGS = (*_OPENERS, PARQUET)

# Enough to keep all cores busy until a small corpus ends, and to repeat little of a killed run.
_CHUNKS = 512
_MIN_BYTES = 1 << 15
# A chunk of this size already takes minutes and holds a thousand digests; larger ones gain nothing.
_MAX_BYTES = 1 << 22


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines of one file, starting with line `first`, counted from 1; some may be blank."""

    file: str
    first: int
    lines: bytes
    # How many bytes of the stored file, compressed or not, these rows take up.
    size: int
    # How many rows an earlier run has done; their lines are left out.
    kept: int = 0

    @property
    def name(self) -> str:
        """Return a name that is unique in the run and sorts in the order of the rows."""
        return f"{self.file}/{self.first:012}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run reads: files with their states, and the names of the chunks that are done.

    The chunks depend only on the contents of the files and on `chunk_bytes`.
    """

    source: Storage
    files: Mapping[str, Sequence[int]]
    chunk_bytes: int
    done: frozenset[str]

    def split(self) -> Iterator[Chunk]:
        """Split all files. Raises as `split_file` does."""
        for name in self.files:
            yield from self.split_file(name)

    def split_file(self, name: str) -> Iterator[Chunk]:
        """Split one file; at most one chunk of it is in memory.

        Raises BatchError if it is damaged, and OSError if it cannot be read.
        """
        size = self.files[name][0]
        lines: list[bytes] = []
        first, held, counted, read = 1, 0, 0, 0.0
        for line, share in _read_lines(self.source, name, size):
            lines.append(line)
            held += len(line) + 1
            read += share
            if held >= self.chunk_bytes:
                yield self._skip_done(Chunk(name, first, b"\n".join(lines), round(read) - counted))
                first, held, counted = first + len(lines), 0, round(read)
                lines.clear()
        if lines:
            yield self._skip_done(Chunk(name, first, b"\n".join(lines), size - counted))

    def _skip_done(self, chunk: Chunk) -> Chunk:
        """Remove the lines of a chunk that is done."""
        if chunk.name not in self.done:
            return chunk
        kept = sum(bool(line.strip()) for line in chunk.lines.split(b"\n"))
        return replace(chunk, lines=b"", kept=kept)


def choose_chunk_bytes(files: Mapping[str, Sequence[int]]) -> int:
    """Return how many bytes of rows make a chunk, for files whose states begin with their size."""
    total = sum(size for size, _ in files.values())
    return min(max(total // _CHUNKS, _MIN_BYTES), _MAX_BYTES)


def _read_lines(source: Storage, name: str, size: int) -> Iterator[tuple[bytes, float]]:
    """Yield each row, with the number of bytes of the stored file that it takes up."""
    try:
        with source.open(name) as file:
            if name.endswith(PARQUET):
                yield from parquet.read_lines(file, name, size)
                return
            ending = next(ending for ending in _OPENERS if name.endswith(ending))
            counted = 0
            for line in _split_lines(_OPENERS[ending](file)):
                # The position in the compressed file, which is ahead by a buffer.
                position = file.tell()
                yield line, position - counted
                counted = position
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile) as error:
        raise BatchError(f"{name} is damaged or incomplete: {error}") from error


def _split_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield lines without their ends; cut a line just beyond the limit of a row."""
    is_first = True
    while line := file.readline(MAX_BODY_BYTES + len(codecs.BOM_UTF8) + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(MAX_BODY_BYTES)
        yield (line.removeprefix(codecs.BOM_UTF8) if is_first else line).rstrip(b"\r\n")
        is_first = False
