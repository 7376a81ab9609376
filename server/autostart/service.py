"""What is started at login, what starts it, and how it is told to."""

import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol, Self

from server.config import Config

NAME = "nutgraf"
DESCRIPTION = "Nutgraf: digests of news articles, made on this computer"

# `python -m server` finds the server in the folder that it is started in.
_FOLDER = Path(__file__).resolve().parents[2]

_OPTIONS = ("port", "model_dir", "config_dir")

_TOOL_SECONDS = 60


class AutostartError(Exception):
    """The system did not do what it was asked for. The text says what to do next."""


@dataclass(frozen=True, slots=True)
class Program:
    """A command, the folder to start it in, and the one folder that it writes to."""

    command: tuple[str, ...]
    folder: Path
    writes: Path

    @classmethod
    def of(cls, config: Config, python: str = sys.executable) -> Self:
        """Return the server with these settings. Raises AutostartError for paths of no use."""
        command = (python, "-m", "server", *_spell(config))
        writes = config.config_dir.absolute()
        # No system's file of settings could be trusted to have them in one line.
        if not all(part.isprintable() for part in (*command, str(_FOLDER), str(writes))):
            raise AutostartError("A folder's name has a line feed in it. Please rename the folder.")
        return cls(command, _FOLDER, writes)


class Autostart(Protocol):
    """One system's means. What asks the system raises AutostartError where it refuses."""

    name: str
    # Where a person reads on when the server does not come up.
    log: str

    def is_installed(self) -> bool:
        """Tell whether the server is started at login."""

    def install(self, program: Program) -> None:
        """Start a program now, in the place of an older one, and at each login."""

    def uninstall(self) -> None:
        """Stop the program, and start it no more."""


def run_tool(*command: str) -> str:
    """Run a tool of the system; return what it wrote. Raises AutostartError where it fails."""
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
            f"This system has no {command[0]}, so Nutgraf cannot set itself to start at login. "
            "Add python -m server to the programs that your desktop starts."
        ) from None
    except subprocess.TimeoutExpired:
        raise AutostartError(f"{' '.join(command)} did not end. Please try again.") from None
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines() or [f"status {done.returncode}"]
        raise AutostartError(
            f"`{' '.join(command)}` failed: {lines[0]} Mend that and try again, from a terminal "
            "of your own desktop session and without sudo."
        )
    return done.stdout


def _spell(config: Config) -> list[str]:
    """Return the options that make this Config of the default one."""
    usual = Config()
    spelled = []
    for name in (field.name for field in fields(Config) if field.name in _OPTIONS):
        value = getattr(config, name)
        if value == getattr(usual, name):
            continue
        spelled.append("--" + name.replace("_", "-"))
        if isinstance(value, Path):
            value = value.absolute()
        spelled.append(str(value))
    return spelled
