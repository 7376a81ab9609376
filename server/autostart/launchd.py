"""macOS: a launch agent of the user."""

import os
import plistlib
from contextlib import suppress
from pathlib import Path

from server.autostart.service import NAME, AutostartError, Program, run_tool


class LaunchAgent:
    """The server as a launchd agent of the user's session."""

    name = "launch agent"
    log = f"launchctl print gui/$UID/{NAME}"

    @property
    def path(self) -> Path:
        """Return the path of the property list."""
        return Path.home() / "Library" / "LaunchAgents" / f"{NAME}.plist"

    def is_installed(self) -> bool:
        """Return whether the property list exists."""
        return self.path.exists()

    def install(self, program: Program) -> None:
        """Write the property list and load it, which starts the server."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(write_plist(program))
        # An agent that is already loaded would keep its old settings.
        with suppress(AutostartError):
            run_tool("launchctl", "bootout", f"{_domain()}/{NAME}")
        run_tool("launchctl", "bootstrap", _domain(), str(self.path))

    def uninstall(self) -> None:
        """Unload the agent, which stops the server, and remove the property list."""
        try:
            run_tool("launchctl", "bootout", f"{_domain()}/{NAME}")
        finally:
            self.path.unlink()


def write_plist(program: Program) -> bytes:
    """Return the property list of a program."""
    return plistlib.dumps(
        {
            "Label": NAME,
            "ProgramArguments": list(program.command),
            "WorkingDirectory": str(program.folder),
            "RunAtLoad": True,
            # Restart it after a crash, but not after it was stopped.
            "KeepAlive": {"SuccessfulExit": False},
            "ThrottleInterval": 10,
            "Umask": 0o077,
            "EnvironmentVariables": {"PYTHONDONTWRITEBYTECODE": "1"},
        }
    )


def _domain() -> str:
    return f"gui/{os.getuid()}"
