"""Linux: a service of the user's own systemd.

A user's systemd is no administrator, and much of what confines system services is not for it. Tried
with systemd 252: IPAddressDeny= has no effect, CapabilityBoundingSet= and PrivateDevices= keep the
service from starting, and so may PrivateUsers=. ProtectSystem= is passed over; systemd 254 and
later carries it out where the kernel lets users make namespaces.
"""

import os
from pathlib import Path

from server.autostart.service import DESCRIPTION, NAME, Program, run_tool

_UNIT = f"{NAME}.service"

_TEMPLATE = """\
# Written by `python -m server install`, which writes it anew.
[Unit]
Description={description}
StartLimitIntervalSec=120
StartLimitBurst=5

[Service]
ExecStart=:{command}
WorkingDirectory={folder}
Restart=on-failure
RestartSec=5
# At start the server prints a code to pair with, which is for a terminal and for no journal.
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
        """Return the unit's file."""
        # systemd's own rule, where platformdirs would put the same.
        home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(home, "systemd", "user", _UNIT)

    def is_installed(self) -> bool:
        """Tell whether the unit is there."""
        return self.path.exists()

    def install(self, program: Program) -> None:
        """Write the unit, enable it and start it anew."""
        # Asked first: without systemd, a unit would be a file that nobody reads.
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
    """Write the unit of a program."""
    return _TEMPLATE.format(
        description=DESCRIPTION,
        # By way of env, because systemd takes no quotes in the name of what it starts itself.
        command=" ".join(("/usr/bin/env", *map(_quote, program.command))),
        # Taken to the end of the line as it is, quotes included.
        folder=_escape(str(program.folder)),
        # With a dash: one that is not there is passed over.
        writes=_quote(f"-{program.writes}"),
    )


def _quote(word: str) -> str:
    word = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_escape(word)}"'


def _escape(word: str) -> str:
    # The percent sign begins a specifier. The dollar sign is plain: the colon before the command
    # turns variables off.
    return word.replace("%", "%%")
