"""Hold the tests to their own folders, and unit tests to their own process.

An audit hook sees every file that Python writes and every process that it starts, in the tests and
in what they call. What other programs write is tests/integration/test_confinement.py's concern.
"""

import os
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

# Caches of Python and pytest, which lie beside the code; devices are no files.
CACHES = {".pytest_cache", "__pycache__", ".hypothesis"}
DEVICES = ("/dev/", "/proc/")

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Events of sys.audit that change a path, with the place of that path among their arguments.
CHANGES = {"os.mkdir": 0, "os.rename": 1, "os.link": 1, "os.symlink": 1, "os.truncate": 0}
STARTS = ("subprocess.Popen", "os.posix_spawn", "os.fork", "os.exec")

# A test with one of these marks may start processes.
STARTERS = ("browser", "process", "training", "cluster", "slow")

_roots: tuple[str, ...] = ()
_is_unit = False


class ConfinementError(BaseException):
    """A test wrote outside its folders, or a unit test started a process.

    Not an Exception, which the code under test may handle.
    """


def _is_ours(path: Any) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return True  # An open file's number
    # With a slash, a folder is in itself: an unnamed temporary file opens its folder.
    place = f"{os.path.realpath(os.fsdecode(path))}/"
    return place.startswith((*_roots, *DEVICES)) or (
        place.startswith(f"{REPOSITORY}/") and CACHES & set(Path(place).parts)
    )


def _is_node(event: str, arguments: tuple[Any, ...]) -> bool:
    """Return whether Node is started, which reads the tables of the extension for a unit test."""
    return event == "subprocess.Popen" and arguments[1][:1] == ["node"]


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _roots:
        return
    if event == "open":
        path, mode, flags = arguments
        # `mode` is None for os.open, and then only the flags count.
        is_write = bool(flags & WRITING) if isinstance(flags, int) else "r" not in (mode or "r")
        if is_write and not _is_ours(path):
            raise ConfinementError(f"A test writes {path!r}, outside HOME and TMPDIR.")
    elif event in CHANGES:
        path = arguments[CHANGES[event]]
        if not _is_ours(path):
            raise ConfinementError(f"A test changes {path!r}, outside HOME and TMPDIR.")
    elif event in STARTS and _is_unit and not _is_node(event, arguments):
        raise ConfinementError(
            f"A unit test starts a process: {arguments[:2]!r}. Move it to tests/integration."
        )


sys.addaudithook(_watch)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the tests, and all programs that they start, an empty home of their own."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(variable, str(home / variable.lower()))
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Watch while a test and its fixtures run."""
    global _roots, _is_unit
    # Whoever names a folder for pictures or for pytest's own files wants them written there.
    wanted = [tempfile.gettempdir(), item.config.option.basetemp, *map(os.environ.get, SHOTS)]
    _roots = tuple(f"{os.path.realpath(folder)}/" for folder in wanted if folder)
    _is_unit = not any(item.get_closest_marker(mark) for mark in STARTERS)
    try:
        return (yield)
    finally:
        _roots, _is_unit = (), False


# Where `make screenshots` has pictures written.
SHOTS = ("NUTGRAF_STORE", "NUTGRAF_SHOTS")
