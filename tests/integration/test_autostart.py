"""What each system is configured to start; systemd verifies that of Linux."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from server.autostart import find_autostart
from server.autostart.launchd import LaunchAgent, write_plist
from server.autostart.service import AutostartError, Program, run_tool
from server.autostart.systemd import UserService, write_unit
from server.autostart.task_scheduler import LogonTask, write_task
from server.config import Config

# A folder name with characters that systems interpret.
ODD = 'Tom\'s "best" 100% $HOME & <sons> %h é'

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture
def odd(tmp_path: Path) -> Program:
    """Return a program in such a folder that systemd accepts."""
    folder = tmp_path / ODD
    folder.mkdir()
    python = folder / "python"
    python.symlink_to(sys.executable)
    command = (str(python), "-m", "server", "--config-dir", str(folder / "config"))
    return Program(command, folder, folder / "config")


def test_each_system_has_its_own() -> None:
    assert isinstance(find_autostart("linux"), UserService)
    assert isinstance(find_autostart("darwin"), LaunchAgent)
    assert isinstance(find_autostart("win32"), LogonTask)


def test_a_program_has_the_settings_that_are_not_the_usual_ones(tmp_path: Path) -> None:
    assert Program.of(Config()).command == (sys.executable, "-m", "server")
    assert Program.of(Config()).writes == Config().config_dir
    config = Config(port=8800, model_dir=Path("models"), config_dir=tmp_path)
    program = Program.of(config)
    assert program.command[3:] == (
        *("--port", "8800"),
        *("--model-dir", str(Path("models").absolute())),
        *("--config-dir", str(tmp_path)),
    )
    assert program.writes == tmp_path
    assert (program.folder / "server" / "__main__.py").is_file()


def test_a_folder_that_would_end_the_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AutostartError, match="line feed"):
        Program.of(Config(config_dir=tmp_path / "a\nExecStart=b"))


def read_unit(text: str) -> dict[str, str]:
    lines = (line for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def unquote(value: str) -> tuple[str, ...]:
    # systemd quotes like a shell does within double quotes.
    return tuple(word.replace("%%", "%") for word in shlex.split(value))


def test_a_unit_starts_the_program(odd: Program) -> None:
    unit = read_unit(write_unit(odd))
    # The colon turns variables off, so that $HOME stays as it is.
    assert unit["ExecStart"][0] == ":"
    assert unquote(unit["ExecStart"][1:]) == ("/usr/bin/env", *odd.command)
    assert unit["WorkingDirectory"].replace("%%", "%") == str(odd.folder)
    assert unquote(unit["ReadWritePaths"]) == (f"-{odd.writes}",)
    assert "%h" not in write_unit(odd).replace("%%", "")
    assert unit["WantedBy"] == "default.target"


def test_a_unit_confines_the_program(odd: Program) -> None:
    unit = read_unit(write_unit(odd))
    assert unit["NoNewPrivileges"] == "yes"
    assert unit["ProtectSystem"] == "strict"
    assert unit["RestrictAddressFamilies"] == "AF_INET AF_UNIX"
    # The server prints a code at start.
    assert unit["StandardOutput"] == "null"
    # In a systemd user service, these prevent the start or do nothing.
    assert not unit.keys() & {
        *("CapabilityBoundingSet", "PrivateDevices", "PrivateUsers", "IPAddressDeny", "User"),
    }


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is Linux's own")
def test_systemd_takes_the_unit(odd: Program, tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.service"
    path.write_text(write_unit(odd), encoding="utf-8")
    assert verify(path) == ""
    # A bad unit would be reported.
    path.write_text(write_unit(odd).replace(":/usr/bin/env", ":/nowhere/env"), encoding="utf-8")
    assert "/nowhere/env" in verify(path)
    path.write_text(write_unit(odd).replace("MemoryMax=2G", "MemoryMax=two"), encoding="utf-8")
    assert "memory limit 'two'" in verify(path)


def verify(path: Path) -> str:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", path],
        env=os.environ | {"XDG_RUNTIME_DIR": str(path.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # Ignore the problems of other units of this machine.
    return "\n".join(line for line in done.stderr.splitlines() if path.name in line)


def test_a_property_list_starts_the_program(odd: Program) -> None:
    agent = plistlib.loads(write_plist(odd))
    assert tuple(agent["ProgramArguments"]) == odd.command
    assert agent["WorkingDirectory"] == str(odd.folder)
    assert agent["RunAtLoad"] is True
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert agent["Umask"] == 0o077
    # No log is kept: it would grow forever and contain the code that is printed at start.
    assert not agent.keys() & {"StandardOutPath", "StandardErrorPath"}


def test_a_task_starts_the_program_without_a_window(odd: Program) -> None:
    folder = r"C:\Users\Tom & <sons>\nutgraf"
    command = (rf"{folder}\.venv\Scripts\python.exe", "-m", "server", "--config-dir", r"D:\my set")
    task = ElementTree.fromstring(write_task(Program(command, Path(folder), ()), r"HOME\Tom & co"))

    def find(path: str) -> str | None:
        return task.findtext("/".join(TASK + name for name in path.split("/")))

    assert find("Actions/Exec/Command") == rf"{folder}\.venv\Scripts\pythonw.exe"
    assert find("Actions/Exec/Arguments") == r'-m server --config-dir "D:\my set"'
    assert find("Actions/Exec/WorkingDirectory") == folder
    assert find("Triggers/LogonTrigger/UserId") == r"HOME\Tom & co"
    assert find("Principals/Principal/RunLevel") == "LeastPrivilege"
    # Windows would end a task after three days, or when a laptop is unplugged.
    assert find("Settings/ExecutionTimeLimit") == "PT0S"
    assert find("Settings/StopIfGoingOnBatteries") == "false"
    assert write_task(odd, "Tom")[:2] in (b"\xff\xfe", b"\xfe\xff")


def test_a_tool_that_fails_is_told_in_one_line() -> None:
    with pytest.raises(AutostartError, match="no launchctl-of-nowhere, so Nutgraf cannot"):
        run_tool("launchctl-of-nowhere")
    with pytest.raises(AutostartError) as failed:
        run_tool("sh", "-c", "echo Failed to connect to bus.; echo more; exit 1")
    assert "failed: Failed to connect to bus. Fix that" in str(failed.value)
    with pytest.raises(AutostartError, match="failed: status 3"):
        run_tool("sh", "-c", "exit 3")
