"""Where a run reads and writes: a folder of this machine, or one that pyarrow reaches."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

# The ending of a file while it is written. Names that start with a dot are not read.
_UNFINISHED = ".part"


class Storage(Protocol):
    """A folder of files, whose names are paths with slashes. Its str is its address."""

    @property
    def only(self) -> str | None:
        """Return the name of the file to read, or None to read all."""

    def list_files(self) -> dict[str, list[int]]:
        """Return the size in bytes and the time of change of each file, sorted by name."""

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file, replacing an older one: completely or not at all."""

    def sweep(self) -> None:
        """Remove the unfinished files of a run that was killed."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine. All methods raise OSError if the file system refuses."""

    path: Path
    only: str | None = None

    def __str__(self) -> str:
        return str(self.path)

    def list_files(self) -> dict[str, list[int]]:
        """Return the size in bytes and the time of change of each file, sorted by name."""
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
        """Write a file, replacing an older one: completely or not at all."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # With a unique name, because two machines may write the same file.
        unfinished = path.with_name(f".{uuid4().hex}{_UNFINISHED}")
        try:
            with unfinished.open("xb") as file:
                file.write(content)
                file.flush()
                # Otherwise a power cut could leave the name without the content.
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove the unfinished files of a run that was killed."""
        for unfinished in self.path.rglob(f".*{_UNFINISHED}"):
            unfinished.unlink(missing_ok=True)


def find(address: str) -> Storage:
    """Return the storage of an address: a path of a file or folder, or a URL for pyarrow.

    Raises BatchError if pyarrow is needed and missing, or cannot reach the address.
    """
    address = address.removeprefix("file://")
    if "://" in address:
        from server.batch.object_store import ObjectStore

        return ObjectStore.find(address)
    path = Path(address).absolute()
    return Folder(path.parent, path.name) if path.is_file() else Folder(path)
