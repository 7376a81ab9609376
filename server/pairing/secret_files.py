"""Folders and files that only this machine's user may read, written whole or not at all.

All functions raise OSError where the file system refuses.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Windows keeps what lies in a user's own folders from the others by itself, and has no such modes.
HAS_MODES = os.name == "posix"

_OTHERS = 0o077
_OTHERS_WRITE = 0o022


class ExposedError(PermissionError):
    """A file that only the user should read can be read or written by others."""


def make_folder(folder: Path) -> None:
    """Create a folder of mode 0700, and its parents, where it is not there yet.

    Refuses one that is there and that others may write in: they could put their own file in the
    place of ours.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if HAS_MODES and folder.stat().st_mode & _OTHERS_WRITE:
        raise PermissionError(errno.EPERM, "others may write in it", str(folder))


def read(path: Path) -> bytes:
    """Read a file. Raises ExposedError where others may read or write it."""
    with path.open("rb") as file:
        # Asked of the open file, so that none can be put in its place in between.
        if HAS_MODES and os.fstat(file.fileno()).st_mode & _OTHERS:
            raise ExposedError(f"{path} can be read or written by others.")
        return file.read()


def write(path: Path, content: bytes) -> None:
    """Put a file of mode 0600 in the place of an older one, in one step."""
    with _complete(path, content) as written:
        written.replace(path)


def create(path: Path, content: bytes) -> None:
    """Put a file of mode 0600 where none is, in one step. Raises FileExistsError."""
    with _complete(path, content) as written:
        # Unlike a rename, a link does not take the place of a file that is there.
        path.hardlink_to(written)


@contextmanager
def _complete(path: Path, content: bytes) -> Iterator[Path]:
    """Lend a file beside the path that holds the content, safe on the disk; remove it after."""
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
