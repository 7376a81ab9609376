"""The program to start at login, and the interface of the services that start it."""

import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol, Self

from server.config import Config

NAME = "nutgraf"
DESCRIPTION = "Nutgraf: digests of news articles, made on this computer"

# `python -m server` finds the package in the folder in which it is started.
_FOLDER = Path(__file__).resolve().parents[2]

_TOOL_SECONDS = 60


class AutostartError(Exception):
    """The system refused. The text says why, and what to do next."""


@dataclass(frozen=True, slots=True)
class Program:
    """A command, the folder to start it in, and the one folder that it writes to."""

    command: tuple[str, ...]
    folder: Path
    writes: Path

    @classmethod
    def of(cls, config: Config, python: str = sys.executable) -> Self:
        """Return the server with these settings. Raises AutostartError for unusable paths."""
        command = (python, "-m", "server", *_list_options(config))
        writes = config.config_dir.absolute()
        # A line feed would end the line in a unit file, and could add settings to it.
        if not all(part.isprintable() for part in (*command, str(_FOLDER), str(writes))):
            raise AutostartError("The name of a folder contains a line feed. Rename the folder.")
        return cls(command, _FOLDER, writes)


class Autostart(Protocol):
    """A way to start a program at login. All methods raise AutostartError if it is refused."""

    name: str
    # The command that shows the log, for a server that does not start.
    log: str

    def is_installed(self) -> bool:
        """Return whether the server starts at login."""

    def install(self, program: Program) -> None:
        """Start a program now, replacing an older one, and at each login."""

    def uninstall(self) -> None:
        """Stop the program, and no longer start it."""


def run_tool(*command: str) -> str:
    """Run a tool of the system and return its output. Raises AutostartError if it fails."""
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TOOL_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise AutostartError(
            f"This system has no {command[0]}, so Nutgraf cannot be started at login. "
            "Add python -m server to the programs that your desktop starts."
        ) from None
    except subprocess.TimeoutExpired:
        raise AutostartError(f"{' '.join(command)} did not finish. Try again.") from None
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines() or [f"status {done.returncode}"]
        raise AutostartError(
            f"`{' '.join(command)}` failed: {lines[0]} Fix that and try again, from a terminal in "
            "your own desktop session and without sudo."
        )
    return done.stdout


def _list_options(config: Config) -> list[str]:
    """Return the command-line options of all fields that differ from their default."""
    default = Config()
    options = []
    for name in (field.name for field in fields(Config)):
        value = getattr(config, name)
        if value != getattr(default, name):
            text = value.absolute() if isinstance(value, Path) else value
            options += ["--" + name.replace("_", "-"), str(text)]
    return options
