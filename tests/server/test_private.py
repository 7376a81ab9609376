"""Files that nobody else may read, whole or not there."""

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from server import private

pytestmark = pytest.mark.skipif(not private.HAS_MODES, reason="Windows has no such modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_mask() -> object:
    """Let files be made for everybody, where nothing keeps them private."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_mask")
@pytest.mark.parametrize("store", [private.write, private.create])
def test_what_is_made_is_the_users_own(
    tmp_path: Path, store: Callable[[Path, bytes], None]
) -> None:
    folder = tmp_path / "above" / "nutgraf"
    private.make_folder(folder)
    store(folder / "token", b"x")
    assert (mode(folder), mode(folder / "token")) == (0o700, 0o600)
    assert private.read(folder / "token") == b"x"
    assert [path.name for path in folder.iterdir()] == ["token"]


@pytest.mark.parametrize("others", [0o640, 0o620, 0o604, 0o602, 0o610, 0o644, 0o666])
def test_a_file_of_others_too_is_refused(tmp_path: Path, others: int) -> None:
    path = tmp_path / "token"
    private.write(path, b"x")
    path.chmod(others)
    with pytest.raises(private.ExposedError, match="token can be read or written by others"):
        private.read(path)


@pytest.mark.parametrize("others", [0o770, 0o702, 0o1777])
def test_a_folder_that_others_write_in_is_refused(tmp_path: Path, others: int) -> None:
    folder = tmp_path / "nutgraf"
    private.make_folder(folder)
    folder.chmod(others)
    with pytest.raises(PermissionError, match="others may write in it"):
        private.make_folder(folder)


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "nutgraf"
    folder.mkdir(mode=0o755)
    private.make_folder(folder)
    assert mode(folder) == 0o755


def test_a_file_is_replaced_and_never_created_twice(tmp_path: Path) -> None:
    path = tmp_path / "token"
    private.create(path, b"first")
    with pytest.raises(FileExistsError):
        private.create(path, b"second")
    assert private.read(path) == b"first"
    private.write(path, b"third")
    assert private.read(path) == b"third"
    assert list(tmp_path.iterdir()) == [path]


FILL = """
import resource, signal, sys
from pathlib import Path
from server import private

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4))
try:
    private.write(Path(sys.argv[1]), b"longer than four bytes")
except OSError as error:
    print(error.errno)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit of files here")
def test_a_write_that_finds_no_room_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "token"
    private.write(path, b"old")
    done = subprocess.run(
        [sys.executable, "-c", FILL, path], capture_output=True, text=True, timeout=30, check=True
    )
    assert int(done.stdout) > 0
    assert private.read(path) == b"old"
    assert list(tmp_path.iterdir()) == [path]
