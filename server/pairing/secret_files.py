"""Folders and files that only the user of this machine may read, written completely or not at all.

All functions raise OSError if the file system refuses.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Windows has no such modes, and protects the folders of a user from other users by itself.
HAS_MODES = os.name == "posix"

_OTHERS = 0o077
_OTHERS_WRITE = 0o022


class ExposedError(PermissionError):
    """Others can read or write a file that is meant for the user alone."""


def make_folder(folder: Path) -> None:
    """Create a folder with mode 0700, and its parents, unless it exists.

    Refuse an existing folder that others may write to: they could replace our files by their own.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if HAS_MODES and folder.stat().st_mode & _OTHERS_WRITE:
        raise PermissionError(errno.EPERM, "others may write in it", str(folder))


def read(path: Path) -> bytes:
    """Read a file. Raises ExposedError if others may read or write it."""
    with path.open("rb") as file:
        # Check the open file, so that nobody can replace it between the check and the read.
        if HAS_MODES and os.fstat(file.fileno()).st_mode & _OTHERS:
            raise ExposedError(f"{path} can be read or written by others.")
        return file.read()


def write(path: Path, content: bytes) -> None:
    """Write a file with mode 0600, replacing an older one, in one step."""
    with _complete(path, content) as written:
        written.replace(path)


def create(path: Path, content: bytes) -> None:
    """Create a file with mode 0600 in one step. Raises FileExistsError."""
    with _complete(path, content) as written:
        # Unlike a rename, a link does not replace an existing file.
        path.hardlink_to(written)


@contextmanager
def _complete(path: Path, content: bytes) -> Iterator[Path]:
    """Yield a temporary file beside the path with the content, synced to disk; then remove it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield written
    finally:
        written.unlink(missing_ok=True)
