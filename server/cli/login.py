"""`python -m server install` and `uninstall`: start the server at login, or stop doing so."""

import argparse
import time
from contextlib import suppress

from server.autostart import find_autostart
from server.autostart.service import AutostartError, Program
from server.cli.terminal import fail, write
from server.config import Config
from server.http.port_check import PortTakenError, is_nutgraf, listen
from server.pairing.pairing import Pairing

# Starting takes one or two seconds, and longer on a machine that has just booted.
_START_SECONDS = 20.0

_INSTALLED = """\
Nutgraf is running at {address} and starts at each login, as a {name}.

  Pair    python -m server pair
  Check   python -m server doctor
  Remove  python -m server uninstall
"""

_LEFT = """\
The pairing is still in {config_dir}.
To remove it too: python -m server uninstall --purge
"""


def run(options: argparse.Namespace, config: Config) -> int:
    """Install or uninstall; return the exit status. Raises PairingUnavailable."""
    try:
        if options.command == "install":
            return _install(config)
        return _uninstall(config, options.purge)
    except (AutostartError, PortTakenError) as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"{error.filename} cannot be used: {error.strerror}. Fix that and try again.")


def _install(config: Config) -> int:
    autostart = find_autostart()
    program = Program.of(config)
    if not autostart.is_installed():
        # Otherwise the service would restart forever, next to the program that uses its port.
        listen(config.port).close()
    # Created here, because the service may write to this folder and nowhere else.
    Pairing.open(config.config_dir)
    autostart.install(program)
    due = time.monotonic() + _START_SECONDS
    while not is_nutgraf(config.port):
        if time.monotonic() > due:
            return fail(
                f"The {autostart.name} is installed, but nothing answers on port {config.port}. "
                f"Read its log: {autostart.log}"
            )
        time.sleep(0.2)
    return write(_INSTALLED.format(address=config.address, name=autostart.name))


def _uninstall(config: Config, purge: bool) -> int:
    autostart = find_autostart()
    if autostart.is_installed():
        autostart.uninstall()
        done = f"Nutgraf is stopped and no longer starts at login: removed its {autostart.name}.\n"
    else:
        done = "Nutgraf was not set to start at login.\n"
    if purge:
        Pairing(config.config_dir).remove()
        # Keep the folder if it contains other files.
        with suppress(OSError):
            config.config_dir.rmdir()
        return write(f"{done}The pairing is removed.\n")
    return write(done + _LEFT.format(config_dir=config.config_dir))
