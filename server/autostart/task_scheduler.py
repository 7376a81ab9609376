"""Windows: a task of the Task Scheduler that runs when the user logs on."""

import os
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path, PureWindowsPath
from xml.sax.saxutils import escape

from server.autostart.service import DESCRIPTION, AutostartError, Program, run_tool

_TASK = "Nutgraf"

_TEMPLATE = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{description}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>{user}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>3</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


class LogonTask:
    """The server as a scheduled task of the user."""

    name = "scheduled task"
    log = f"schtasks /Query /TN {_TASK} /V /FO LIST"

    def is_installed(self) -> bool:
        """Ask the Task Scheduler, as an ordinary user cannot see its files."""
        try:
            run_tool("schtasks", "/Query", "/TN", _TASK)
        except AutostartError:
            return False
        return True

    def install(self, program: Program) -> None:
        """Create the task, replacing an older one, and run it."""
        user = rf"{os.environ.get('USERDOMAIN', '.')}\{os.environ.get('USERNAME', '')}"
        with tempfile.TemporaryDirectory() as folder:
            description = Path(folder, "task.xml")
            description.write_bytes(write_task(program, user))
            run_tool("schtasks", "/Create", "/TN", _TASK, "/XML", str(description), "/F")
        # A task that is already running would keep its old settings.
        with suppress(AutostartError):
            run_tool("schtasks", "/End", "/TN", _TASK)
        run_tool("schtasks", "/Run", "/TN", _TASK)

    def uninstall(self) -> None:
        """End the task and delete it."""
        with suppress(AutostartError):
            run_tool("schtasks", "/End", "/TN", _TASK)
        run_tool("schtasks", "/Delete", "/TN", _TASK, "/F")


def write_task(program: Program, user: str) -> bytes:
    """Return the XML of a program's task, in UTF-16 as schtasks requires."""
    python, *arguments = program.command
    values = {
        "description": DESCRIPTION,
        "user": user,
        # pythonw opens no console window.
        "command": str(PureWindowsPath(python).with_name("pythonw.exe")),
        "arguments": subprocess.list2cmdline(arguments),
        "folder": str(program.folder),
    }
    escaped = {name: escape(value) for name, value in values.items()}
    return _TEMPLATE.format(**escaped).encode("utf-16")
