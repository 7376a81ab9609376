"""`install` and `uninstall` from end to end, with a stand-in for the tool of each system."""

import os
import plistlib
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from server.autostart.launchd import LaunchAgent
from server.autostart.service import AutostartError, Program
from server.autostart.task_scheduler import LogonTask
from server.config import Config
from server.http.port_check import is_nutgraf
from tests.support.command import check_failure, run
from tests.support.server_process import find_free_port

# The part of systemctl that the command needs: it starts the program of the unit, and ends it.
SYSTEMCTL = """\
#!/bin/sh
echo "$@" >> "{folder}/calls"
end() {{ [ ! -e "{folder}/pid" ] || kill "$(cat "{folder}/pid")"; rm -f "{folder}/pid"; }}
case "$*" in
*restart*)
    end
    (cd "{folder}/nutgraf" && ls token >> "{folder}/calls")
    unit="{folder}/systemd/user/nutgraf.service"
    cd "$(sed -n 's/^WorkingDirectory=//p' "$unit")" || exit 1
    eval "exec $(sed -n 's/^ExecStart=://p' "$unit")" </dev/null >/dev/null 2>&1 &
    echo $! > "{folder}/pid" ;;
*disable*) end ;;
esac
"""

RECORDER = """\
#!/bin/sh
echo "$(basename "$0") $*" >> "{folder}/calls"
"""

BROKEN = """\
#!/bin/sh
[ "$1" = --version ] || {{ echo "Failed to connect to bus: No medium found" >&2; exit 1; }}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test its own home, with a folder for tools that shadow those of the system."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def put_tool(home: Path, name: str, script: str) -> None:
    tool = home / "bin" / name
    tool.write_text(script.format(folder=home))
    tool.chmod(0o700)


def read_calls(home: Path) -> list[str]:
    calls = (home / "calls").read_text().splitlines()
    (home / "calls").unlink()
    return calls


@pytest.fixture
def systemctl(home: Path) -> Iterator[Path]:
    """Install a fake systemctl that starts programs; end those that a test leaves running."""
    put_tool(home, "systemctl", SYSTEMCTL)
    yield home
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((home / "pid").read_text()), signal.SIGTERM)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd is Linux's own")
def test_installed_it_serves_until_it_is_uninstalled(systemctl: Path, tiny_model: Path) -> None:
    home, port = systemctl, find_free_port()
    for options in ([], ["--config-dir", home / "other"]):
        done = run("install", "--port", port, "--model-dir", tiny_model, *options)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"http://127.0.0.1:{port}" in done.stdout
        assert is_nutgraf(port)
        assert [call.split()[:2] for call in read_calls(home)] == [
            ["--version"],
            ["--user", "daemon-reload"],
            ["--user", "enable"],
            ["--user", "restart"],
            # Created beforehand: the service may write to its folder but not create it.
            ["token"],
        ]
    process = psutil.Process(int((home / "pid").read_text()))
    assert process.cmdline()[1:3] == ["-m", "server"]
    assert process.cmdline()[-1] == str(home / "other")
    done = run("uninstall")
    assert done.returncode == 0
    assert "no longer starts at login" in done.stdout
    assert str(home / "nutgraf") in done.stdout
    assert "--purge" in done.stdout
    process.wait(timeout=10)
    assert not is_nutgraf(port)
    assert list((home / "systemd" / "user").iterdir()) == []
    assert (home / "nutgraf" / "token").is_file()


def test_uninstalled_twice_it_says_so(systemctl: Path) -> None:
    done = run("uninstall")
    assert (done.returncode, done.stderr) == (0, "")
    assert "was not set to start at login" in done.stdout
    assert not (systemctl / "calls").exists()


def test_a_purge_removes_what_is_ours_and_nothing_else(systemctl: Path) -> None:
    run("pair")
    (systemctl / "nutgraf" / "notes.txt").write_text("the reader's own")
    done = run("uninstall", "--purge")
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in (systemctl / "nutgraf").iterdir()] == ["notes.txt"]


def test_a_server_that_runs_already_is_named(systemctl: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        check_failure(run("install", "--port", port), 1, f"Port {port} is taken by")
    assert not (systemctl / "systemd").exists()


def test_a_system_that_refuses_is_told_in_one_line(home: Path) -> None:
    put_tool(home, "systemctl", BROKEN)
    done = run("install", "--port", find_free_port())
    check_failure(done, 1, "Failed to connect to bus: No medium found")
    assert "without sudo" in done.stderr


def test_a_linux_without_systemd_is_told_what_else_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(home / "bin"))
    done = run("install", "--port", find_free_port())
    check_failure(done, 1, "no systemctl")
    assert "programs that your desktop starts" in done.stderr
    assert not (home / "systemd").exists()


def test_macos_loads_the_agent_anew(home: Path) -> None:
    put_tool(home, "launchctl", RECORDER)
    agent, user = LaunchAgent(), f"gui/{os.getuid()}"
    for _ in range(2):
        agent.install(Program.of(Config(port=8800)))
        path = home / "Library" / "LaunchAgents" / "nutgraf.plist"
        assert plistlib.loads(path.read_bytes())["ProgramArguments"][-1] == "8800"
        assert read_calls(home) == [
            f"launchctl bootout {user}/nutgraf",
            f"launchctl bootstrap {user} {path}",
        ]
    assert agent.is_installed()
    agent.uninstall()
    assert not agent.is_installed()
    assert read_calls(home) == [f"launchctl bootout {user}/nutgraf"]


def test_macos_forgets_an_agent_that_was_not_loaded(home: Path) -> None:
    put_tool(home, "launchctl", RECORDER)
    agent = LaunchAgent()
    agent.install(Program.of(Config()))
    put_tool(home, "launchctl", BROKEN)
    with pytest.raises(AutostartError):
        agent.uninstall()
    assert not agent.is_installed()


def test_windows_creates_the_task_anew(home: Path) -> None:
    put_tool(home, "schtasks", RECORDER)
    task = LogonTask()
    task.install(Program.of(Config()))
    create, *rest = read_calls(home)
    assert create.startswith("schtasks /Create /TN Nutgraf /XML ")
    assert create.endswith("task.xml /F")
    assert rest == ["schtasks /End /TN Nutgraf", "schtasks /Run /TN Nutgraf"]
    assert task.is_installed()
    task.uninstall()
    assert read_calls(home)[-1] == "schtasks /Delete /TN Nutgraf /F"
    put_tool(home, "schtasks", BROKEN)
    assert not task.is_installed()
