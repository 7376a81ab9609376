"""What a process asks of the system, by strace: whom it would speak to, and what it writes."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

STRACE = shutil.which("strace")

# Calls that not every machine has are asked for with a question mark.
CALLS = (
    "%network,execve,?execveat,?open,openat,?openat2,?creat,truncate,?mknod,mknodat,memfd_create,"
    "?rename,?renameat,renameat2,?link,linkat,?symlink,symlinkat,?mkdir,mkdirat,?unlink,unlinkat"
)

_OPENS = {"open", "openat", "openat2"}
_CHANGES = {
    *("creat", "truncate", "mknod", "mknodat", "memfd_create", "rename", "renameat", "renameat2"),
    *("link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "unlink", "unlinkat"),
}
_SENDS = {"connect", "sendto", "sendmsg", "sendmmsg"}
_WRITES = "O_(?:WRONLY|RDWR|CREAT|TRUNC)"
_FAILED = re.compile(r"\) += -1 E")
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)")


def wrap(command: list[str], output: Path) -> list[str]:
    """Return the command that runs a command under strace, with all its threads and children."""
    assert STRACE
    # Without -qq the comings and goings of threads would stand among the calls.
    return [STRACE, "-f", "-qq", "-y", f"--trace={CALLS}", "-o", str(output), *command]


class Trace:
    """The calls of a traced process, those that failed too: what was tried counts."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the arguments of each call, in the order of their beginning."""
        for line in self._output.read_text(encoding="utf-8", errors="replace").splitlines():
            if call := _LINE.match(line):
                yield call[1], call[2]

    def find(self, *names: str) -> list[str]:
        return [arguments for name, arguments in self if name in names]

    @property
    def addressed(self) -> list[str]:
        """Every try to speak to somebody first; an answer on a connection names no address."""
        return [arguments for arguments in self.find(*_SENDS) if "sa_family=" in arguments]

    @property
    def written(self) -> set[str]:
        """Every path that was opened for writing, made, moved or removed, or was to be."""
        found = {path for arguments in self.find(*_CHANGES) for path in _list_paths(arguments)}
        for arguments in self.find(*_OPENS):
            if re.search(_WRITES, arguments):
                found.update(_list_paths(arguments))
        return found

    @property
    def left(self) -> set[str]:
        """Every path of a file system that was in fact written, made or moved to."""
        found = set()
        for name, arguments in self:
            is_change = name in _CHANGES or (name in _OPENS and re.search(_WRITES, arguments))
            if is_change and name != "memfd_create" and not _FAILED.search(arguments):
                # Of two paths the second is the new one, and the first may be any text.
                found.update(_list_paths(arguments)[-1:])
        return found


def _list_paths(arguments: str) -> list[str]:
    # A relative path stands behind the folder it starts from: AT_FDCWD</a/folder>, "name".
    pairs = re.findall(r'(?:<([^<>]*)>, )?"([^"]*)"', arguments)
    return [str(Path(folder or "/", path)) for folder, path in pairs]
