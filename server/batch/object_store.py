"""Storage that pyarrow reaches, such as s3://bucket/folder. Needs the extra `corpus`."""

from dataclasses import dataclass
from functools import cache
from io import BufferedReader
from typing import Any, BinaryIO, Self

from server.batch import BatchError
from server.batch.parquet import need

# The stores of pyarrow that write an object completely or not at all.
_ATOMIC = {"s3", "gcs", "abfs"}


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """A folder of a store that writes each object completely or not at all.

    All methods raise OSError if the store refuses.
    """

    address: str
    only: str | None = None

    def __str__(self) -> str:
        system, path = _connect(self.address)
        return f"{system.type_name}://{path}"

    @classmethod
    def find(cls, address: str) -> Self:
        """Return the folder or the file at an address. Raises BatchError if it is unreachable."""
        need("pyarrow", "corpus")
        system, path = _connect(address)
        head, _, tail = path.rpartition("/")
        if system.get_file_info(path).is_file:
            # The address may end in options for the store, after a question mark.
            return cls(address.replace(path, head, 1), tail)
        return cls(address)

    def list_files(self) -> dict[str, list[int]]:
        """Return the size in bytes and the time of change of each file, sorted by name."""
        from pyarrow.fs import FileSelector

        system, path = _connect(self.address)
        wanted: Any = FileSelector(path, allow_not_found=True, recursive=True)
        if self.only is not None:
            wanted = [f"{path}/{self.only}"]
        found = {
            info.path.removeprefix(path).lstrip("/"): [info.size, info.mtime_ns or 0]
            for info in system.get_file_info(wanted)
            if info.is_file
        }
        return dict(sorted(found.items()))

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        system, path = _connect(self.address)
        return BufferedReader(system.open_input_file(f"{path}/{name}"))

    def write(self, name: str, content: bytes) -> None:
        """Write an object, replacing an older one."""
        system, path = _connect(self.address)
        with system.open_output_stream(f"{path}/{name}") as stream:
            stream.write(content)

    def sweep(self) -> None:
        """Do nothing: an unfinished object does not exist."""


@cache
def _connect(address: str) -> tuple[Any, str]:
    """Return the file system of an address, opened once per process, and the path in it."""
    import pyarrow
    from pyarrow.fs import FileSystem

    try:
        system, path = FileSystem.from_uri(address)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise BatchError(f"{address} cannot be reached: {error}") from error
    if system.type_name not in _ATOMIC:
        raise BatchError(
            f"{address} cannot be used: its store may keep incomplete files. Use a folder of this "
            "machine, or s3://, gs:// or abfs://."
        )
    return system, path.rstrip("/")
