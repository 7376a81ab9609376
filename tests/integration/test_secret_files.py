"""Files that no other user may read, written completely or not at all."""

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from server.pairing import secret_files

pytestmark = pytest.mark.skipif(not secret_files.HAS_MODES, reason="Windows has no such modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_mask() -> object:
    """Use a umask that would make files readable for all users."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_mask")
@pytest.mark.parametrize("store", [secret_files.write, secret_files.create])
def test_what_is_made_is_the_users_own(
    tmp_path: Path, store: Callable[[Path, bytes], None]
) -> None:
    folder = tmp_path / "above" / "nutgraf"
    secret_files.make_folder(folder)
    store(folder / "token", b"x")
    assert (mode(folder), mode(folder / "token")) == (0o700, 0o600)
    assert secret_files.read(folder / "token") == b"x"
    assert [path.name for path in folder.iterdir()] == ["token"]


@pytest.mark.parametrize("others", [0o640, 0o620, 0o604, 0o602, 0o610, 0o644, 0o666])
def test_a_file_of_others_too_is_refused(tmp_path: Path, others: int) -> None:
    path = tmp_path / "token"
    secret_files.write(path, b"x")
    path.chmod(others)
    with pytest.raises(secret_files.ExposedError, match="token can be read or written by others"):
        secret_files.read(path)


@pytest.mark.parametrize("others", [0o770, 0o702, 0o1777])
def test_a_folder_that_others_write_in_is_refused(tmp_path: Path, others: int) -> None:
    folder = tmp_path / "nutgraf"
    secret_files.make_folder(folder)
    folder.chmod(others)
    with pytest.raises(PermissionError, match="others may write in it"):
        secret_files.make_folder(folder)


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "nutgraf"
    folder.mkdir(mode=0o755)
    secret_files.make_folder(folder)
    assert mode(folder) == 0o755


def test_a_file_is_replaced_and_never_created_twice(tmp_path: Path) -> None:
    path = tmp_path / "token"
    secret_files.create(path, b"first")
    with pytest.raises(FileExistsError):
        secret_files.create(path, b"second")
    assert secret_files.read(path) == b"first"
    secret_files.write(path, b"third")
    assert secret_files.read(path) == b"third"
    assert list(tmp_path.iterdir()) == [path]


FILL = """
import resource, signal, sys
from pathlib import Path
from server.pairing import secret_files

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4))
try:
    secret_files.write(Path(sys.argv[1]), b"longer than four bytes")
except OSError as error:
    print(error.errno)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit of files here")
def test_a_write_that_finds_no_room_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "token"
    secret_files.write(path, b"old")
    done = subprocess.run(
        [sys.executable, "-c", FILL, path], capture_output=True, text=True, timeout=30, check=True
    )
    assert int(done.stdout) > 0
    assert secret_files.read(path) == b"old"
    assert list(tmp_path.iterdir()) == [path]
