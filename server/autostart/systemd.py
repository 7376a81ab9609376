"""Linux: a systemd user service.

The systemd of a user has no privileges, so much of what confines system services does not work.
Tried with systemd 252: IPAddressDeny= has no effect; CapabilityBoundingSet= and PrivateDevices=
keep the service from starting, and so may PrivateUsers=; ProtectSystem= is ignored. systemd 254 and
later applies it where the kernel lets users create namespaces.
"""

import os
from pathlib import Path

from server.autostart.service import DESCRIPTION, NAME, Program, run_tool

_UNIT = f"{NAME}.service"

_TEMPLATE = """\
# Written by `python -m server install`, which overwrites it.
[Unit]
Description={description}
StartLimitIntervalSec=120
StartLimitBurst=5

[Service]
ExecStart=:{command}
WorkingDirectory={folder}
Restart=on-failure
RestartSec=5
# At start the server prints a code for pairing, which belongs in a terminal, not in the journal.
StandardOutput=null
UMask=0077
MemoryMax=2G
TasksMax=128
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={writes}
RestrictAddressFamilies=AF_INET AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=default.target
"""


class UserService:
    """The server as a systemd user service."""

    name = "systemd user service"
    log = f"journalctl --user -u {NAME}"

    @property
    def path(self) -> Path:
        """Return the path of the unit file."""
        # The rule of systemd itself.
        home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(home, "systemd", "user", _UNIT)

    def is_installed(self) -> bool:
        """Return whether the unit file exists."""
        return self.path.exists()

    def install(self, program: Program) -> None:
        """Write the unit, enable it and restart it."""
        # Check first: without systemd, the unit would be a file that nobody reads.
        run_tool("systemctl", "--version")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(write_unit(program), encoding="utf-8")
        run_tool("systemctl", "--user", "daemon-reload")
        run_tool("systemctl", "--user", "enable", _UNIT)
        run_tool("systemctl", "--user", "restart", _UNIT)

    def uninstall(self) -> None:
        """Stop the unit, disable it and remove it."""
        try:
            run_tool("systemctl", "--user", "disable", "--now", _UNIT)
        finally:
            self.path.unlink()
        run_tool("systemctl", "--user", "daemon-reload")


def write_unit(program: Program) -> str:
    """Return the unit of a program."""
    return _TEMPLATE.format(
        description=DESCRIPTION,
        # Through env, because systemd does not allow quotes in the name of its own executable.
        command=" ".join(("/usr/bin/env", *map(_quote, program.command))),
        # Read verbatim to the end of the line, including quotes.
        folder=_escape(str(program.folder)),
        # The dash means that a missing folder is ignored.
        writes=_quote(f"-{program.writes}"),
    )


def _quote(word: str) -> str:
    word = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_escape(word)}"'


def _escape(word: str) -> str:
    # A percent sign starts a specifier. A dollar sign is safe: the colon before the command turns
    # variables off.
    return word.replace("%", "%%")
