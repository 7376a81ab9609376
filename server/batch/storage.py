"""Where a corpus lies: a folder of this machine, or one that pyarrow reaches by an address."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

# What a file is called while it is written. Names with a dot in front are no part of a corpus.
_UNFINISHED = ".part"


class Place(Protocol):
    """A folder of named files; a name is a path in it, with slashes. Its str is its address."""

    @property
    def only(self) -> str | None:
        """Return the name of the one file that is meant, where it is not all."""

    def list_files(self) -> dict[str, list[int]]:
        """Return the size in bytes of each file, and when it was changed, sorted by name."""

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""

    def write(self, name: str, content: bytes) -> None:
        """Put a file in the place of an older one: whole, or not at all."""

    def sweep(self) -> None:
        """Remove what a run that was killed had begun to write."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine. All methods raise OSError where the file system refuses."""

    path: Path
    only: str | None = None

    def __str__(self) -> str:
        return str(self.path)

    def list_files(self) -> dict[str, list[int]]:
        """Return the size in bytes of each file, and when it was changed, sorted by name."""
        found = {}
        for path in self.path.rglob("*") if self.only is None else [self.path / self.only]:
            name = path.relative_to(self.path)
            if path.is_file() and not any(part.startswith(".") for part in name.parts):
                state = path.stat()
                found[name.as_posix()] = [state.st_size, state.st_mtime_ns]
        return dict(sorted(found.items()))

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        return (self.path / name).open("rb")

    def write(self, name: str, content: bytes) -> None:
        """Put a file in the place of an older one: whole, or not at all."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Of a name of its own: two machines may write the same part.
        part = path.with_name(f".{uuid4().hex}{_UNFINISHED}")
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                # Or a power cut could leave the name without the content.
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a run that was killed had begun to write."""
        for part in self.path.rglob(f".*{_UNFINISHED}"):
            part.unlink(missing_ok=True)


def find(address: str) -> Place:
    """Return the place of an address: the path of a file or folder, or what pyarrow understands.

    Raises CorpusError where pyarrow is wanted and missing, or does not understand it.
    """
    address = address.removeprefix("file://")
    if "://" in address:
        from server.batch.object_store import Bucket

        return Bucket.find(address)
    path = Path(address).absolute()
    return Folder(path.parent, path.name) if path.is_file() else Folder(path)
