"""Pairing files that cannot be used are named, before or after the server starts."""

import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from server.errors import PairingUnavailable
from server.pairing.pairing import Pairing, secret_files
from tests.support.application import ExtensionClient

REPOSITORY = Path(__file__).resolve().parents[2]

HAS_MODES = pytest.mark.skipif(not secret_files.HAS_MODES, reason="Windows has no such modes")

# Opens a pairing in a separate process once the file "go" exists, and prints the token.
OPEN = """
import sys, time
from pathlib import Path
from server.errors import PairingUnavailable
from server.pairing.pairing import Pairing

{before}
folder, go = map(Path, sys.argv[1:])
while not go.exists():
    pass
try:
    print(Pairing.open(folder).token)
except PairingUnavailable as error:
    sys.exit(f"{{error.message}} {{error.hint}}")
"""

FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
"""

# Root may ignore modes, so it becomes nobody.
UNPRIVILEGED = """
import os
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""


def launch(folder: Path, go: Path, before: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OPEN.format(before=before), folder, go],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refuse(folder: Path, before: str = "") -> str:
    """Return the error of a process that cannot open the pairing."""
    process = launch(folder, Path(os.devnull), before)
    told, error = process.communicate(timeout=30)
    assert (process.returncode, told) == (1, "")
    return error


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike those of pytest."""
    folder = Path(mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.parametrize("attempt", range(3))
def test_servers_that_start_together_agree_on_one_token(tmp_path: Path, attempt: int) -> None:
    folder, go = tmp_path / f"config-{attempt}", tmp_path / "go"
    processes = [launch(folder, go) for _ in range(6)]
    # Long enough for all of them to be waiting.
    time.sleep(0.5)
    go.touch()
    answers = [process.communicate(timeout=30) for process in processes]
    assert {error for _, error in answers} == {""}
    assert {token for token, _ in answers} == {f"{Pairing(folder).token}\n"}
    assert [path.name for path in folder.iterdir()] == ["token"]


@HAS_MODES
def test_all_files_are_the_users_own(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    before = os.umask(0)
    try:
        pairing = Pairing.open(folder)
        pairing.redeem(pairing.offer_code(), "chrome-extension://x")
        pairing.offer_code()
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"token": 0o600, "code": 0o600, "paired": 0o600}


@HAS_MODES
@pytest.mark.parametrize("name", ["token", "paired", "code"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_what_others_can_read_or_write_is_not_used(tmp_path: Path, name: str, mode: int) -> None:
    pairing = Pairing.open(tmp_path)
    pairing.redeem(pairing.offer_code(), "chrome-extension://x")
    code = pairing.offer_code()
    (tmp_path / name).chmod(mode)
    with pytest.raises(PairingUnavailable) as refusal:
        Pairing.open(tmp_path).redeem(code, "chrome-extension://y")
    assert refusal.value.message == f"{tmp_path / name} can be read or written by others."
    assert "python -m server pair --reset" in refusal.value.hint
    pairing.reset()
    fresh = Pairing.open(tmp_path)
    fresh.redeem(fresh.offer_code(), "chrome-extension://y")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\n", id="a line feed"),
        pytest.param(b"short\n", id="short"),
        pytest.param(b"a" * 42 + b"\n", id="a letter lost"),
        pytest.param(b"a" * 43, id="the end lost"),
        pytest.param(b"a" * 44 + b"\n", id="a letter more"),
        pytest.param(b"a" * 42 + b" \n", id="a space"),
        pytest.param(b"\x00" * 44, id="zeros, as after a power cut"),
        pytest.param(b"a" * 43 + b"\n" + b"b" * 43 + b"\n", id="two"),
        pytest.param(b"\xff" * 43 + b"\n", id="not ASCII"),
    ],
)
def test_a_damaged_token_is_refused_unquoted(tmp_path: Path, content: bytes) -> None:
    secret_files.write(tmp_path / "token", content)
    with pytest.raises(PairingUnavailable) as refusal:
        Pairing.open(tmp_path)
    assert refusal.value.message == f"{tmp_path / 'token'} is damaged."
    assert "python -m server pair --reset" in refusal.value.hint
    Pairing(tmp_path).reset()
    assert Pairing.open(tmp_path).token


def test_a_folder_that_cannot_be_written_is_named(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    told = refuse(public_folder, UNPRIVILEGED)
    assert told.startswith(f"{public_folder} cannot be used: Permission denied.")
    assert "--config-dir" in told


def test_a_folder_that_cannot_be_made_is_named(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    told = refuse(public_folder / "nutgraf", UNPRIVILEGED)
    assert told.startswith(f"{public_folder / 'nutgraf'} cannot be used: Permission denied.")


def test_a_token_that_cannot_be_read_is_named(public_folder: Path) -> None:
    Pairing.open(public_folder)
    if os.geteuid() != 0:
        (public_folder / "token").chmod(0)
    told = refuse(public_folder, UNPRIVILEGED)
    assert told.startswith(f"{public_folder / 'token'} cannot be used: Permission denied.")


def test_a_folder_with_a_token_need_not_be_written(public_folder: Path) -> None:
    token = Pairing.open(public_folder).token
    if os.geteuid() == 0:
        os.chown(public_folder / "token", 65534, 65534)
    public_folder.chmod(0o555)
    told, error = launch(public_folder, Path(os.devnull), UNPRIVILEGED).communicate(timeout=30)
    assert (told, error) == (f"{token}\n", "")


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    told = refuse(tmp_path / "config")
    assert told.startswith(f"{tmp_path / 'config'} cannot be used: ")
    assert "--config-dir" in told


def test_a_folder_in_the_place_of_the_token_is_named(tmp_path: Path) -> None:
    (tmp_path / "token").mkdir()
    for use in (lambda: Pairing.open(tmp_path), Pairing(tmp_path).reset):
        with pytest.raises(PairingUnavailable, match=rf"^{tmp_path / 'token'} cannot be used: "):
            use()
    assert [path.name for path in tmp_path.iterdir()] == ["token"]


@HAS_MODES
def test_a_folder_that_others_write_in_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(PairingUnavailable, match="others may write in it") as refusal:
        Pairing.open(tmp_path)
    assert "--reset" not in refusal.value.hint


def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    told = refuse(folder, FULL)
    assert told.startswith(f"{folder} cannot be used: ")
    assert "--config-dir" in told
    assert not list(folder.iterdir())


SPOILS: dict[str, Callable[[Path], object]] = {
    "gone": lambda folder: (folder / "token").unlink(),
    "damaged": lambda folder: (folder / "token").write_text("x"),
    "origins gone bad": lambda folder: (folder / "paired").write_bytes(b"\xff\xfe"),
    "a folder": lambda folder: ((folder / "paired").unlink(), (folder / "paired").mkdir()),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_server_that_runs_says_so_without_a_name_of_a_folder(
    client: ExtensionClient,
    story: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    spoil: str,
) -> None:
    folder, token = client.pairing._folder, client.pairing.token
    SPOILS[spoil](folder)
    response = client.ask("POST", "/v1/digest", story)
    assert response.status_code in (401, 503)
    assert response.get_json()["error"]["code"] in ("not_paired", "pairing_unavailable")
    assert str(folder) not in response.text
    assert (str(folder) in caplog.text) is (response.status_code == 503)
    assert token not in caplog.text + response.text
    assert client.ask("GET", "/v1/health").status_code == 200
