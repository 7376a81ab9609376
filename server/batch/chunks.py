"""A corpus cut in blocks: rows that one worker digests and writes as one part."""

import codecs
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from server.batch import parquet
from server.batch.faults import CorpusError
from server.batch.storage import Place
from server.limits import MAX_BODY_BYTES

PARQUET = ".parquet"

_OPENERS: dict[str, Callable[[BinaryIO], Any]] = {
    ".jsonl": lambda file: file,
    ".jsonl.gz": gzip.open,
    ".jsonl.xz": lzma.open,
}
ENDINGS = (*_OPENERS, PARQUET)

# A small corpus keeps all cores busy to its end, and a run that is killed repeats little.
_BLOCKS = 512
_LEAST_BYTES = 1 << 15
# Past this, parts would only be fewer: they hold a thousand digests, from some minutes of work.
_MOST_BYTES = 1 << 22


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one file, from the `first`-th on, counted from 1; some may be blank."""

    file: str
    first: int
    lines: bytes
    # The bytes of the file, as it lies there, that these rows stand for.
    size: int
    # How many rows a run before this one has done; their lines are left out.
    kept: int = 0

    @property
    def name(self) -> str:
        """Return what no other block of the corpus is called, in the order of its rows."""
        return f"{self.file}/{self.first:012}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run reads: files with their sizes, and which blocks a run before it has done.

    Blocks depend on nothing but what the files hold and on `block_bytes`.
    """

    place: Place
    files: Mapping[str, Sequence[int]]
    block_bytes: int
    done: frozenset[str]

    def cut(self) -> Iterator[Block]:
        """Cut all files. Raises as `cut_file` does."""
        for name in self.files:
            yield from self.cut_file(name)

    def cut_file(self, name: str) -> Iterator[Block]:
        """Cut one file; never more than a block of it is in memory.

        Raises CorpusError where it is damaged, and OSError where it cannot be read.
        """
        size = self.files[name][0]
        lines: list[bytes] = []
        first, held, told, read = 1, 0, 0, 0.0
        for line, part in _read_lines(self.place, name, size):
            lines.append(line)
            held += len(line) + 1
            read += part
            if held >= self.block_bytes:
                yield self._leave_out(Block(name, first, b"\n".join(lines), round(read) - told))
                first, held, told = first + len(lines), 0, round(read)
                lines.clear()
        if lines:
            yield self._leave_out(Block(name, first, b"\n".join(lines), size - told))

    def _leave_out(self, block: Block) -> Block:
        """Take the lines out of a block that is done."""
        if block.name not in self.done:
            return block
        kept = sum(bool(line.strip()) for line in block.lines.split(b"\n"))
        return replace(block, lines=b"", kept=kept)


def measure_block(files: Mapping[str, Sequence[int]]) -> int:
    """Return how many bytes of rows make a block, for files with sizes in bytes."""
    total = sum(size for size, _ in files.values())
    return min(max(total // _BLOCKS, _LEAST_BYTES), _MOST_BYTES)


def _read_lines(place: Place, name: str, size: int) -> Iterator[tuple[bytes, float]]:
    """Yield each row, with the bytes of the file that it stands for."""
    try:
        with place.open(name) as file:
            if name.endswith(PARQUET):
                yield from parquet.read_lines(file, name, size)
                return
            ending = next(ending for ending in _OPENERS if name.endswith(ending))
            told = 0
            for line in _split_lines(_OPENERS[ending](file)):
                # How far the file has been read: as it is packed, and ahead by a buffer.
                now = file.tell()
                yield line, now - told
                told = now
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile) as error:
        raise CorpusError(f"{name} is damaged or not whole: {error}") from error


def _split_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield lines without their ends; of what is too long for a row, only enough to tell."""
    is_first = True
    while line := file.readline(MAX_BODY_BYTES + len(codecs.BOM_UTF8) + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(MAX_BODY_BYTES)
        yield (line.removeprefix(codecs.BOM_UTF8) if is_first else line).rstrip(b"\r\n")
        is_first = False
