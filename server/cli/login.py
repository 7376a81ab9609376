"""`python -m server install` and `uninstall`: the server from each login on, or no more."""

import argparse
import time
from contextlib import suppress

from server.autostart import find_autostart
from server.autostart.service import AutostartError, Program
from server.cli.terminal import fail, write
from server.config import Config
from server.http.port_check import PortTakenError, is_nutgraf, listen
from server.pairing.pairing import Pairing

# A start takes one or two seconds; a machine that has just been turned on is slower.
_START_SECONDS = 20.0

_INSTALLED = """\
Nutgraf serves on {address}, now and from each login on, as a {name}.

  Pair    python -m server pair
  Check   python -m server doctor
  End     python -m server uninstall
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
        return fail(f"{error.filename} cannot be used: {error.strerror}. Mend that and try again.")


def _install(config: Config) -> int:
    autostart = find_autostart()
    program = Program.of(config)
    if not autostart.is_installed():
        # The server would be started again and again beside whatever has its port.
        listen(config.port).close()
    # Made here, because the service may write in these folders and nowhere else.
    Pairing.open(config.config_dir)
    autostart.install(program)
    due = time.monotonic() + _START_SECONDS
    while not is_nutgraf(config.port):
        if time.monotonic() > due:
            return fail(
                f"The {autostart.name} is set up, but nothing answers on port {config.port}. "
                f"See what it says: {autostart.log}"
            )
        time.sleep(0.2)
    return write(_INSTALLED.format(address=config.address, name=autostart.name))


def _uninstall(config: Config, purge: bool) -> int:
    autostart = find_autostart()
    if autostart.is_installed():
        autostart.uninstall()
        told = f"Nutgraf is stopped and starts no more at login: the {autostart.name} is gone.\n"
    else:
        told = "Nutgraf was not set to start at login.\n"
    if purge:
        Pairing(config.config_dir).remove()
        # A folder that holds anybody else's files stays.
        with suppress(OSError):
            config.config_dir.rmdir()
        return write(f"{told}The pairing is removed.\n")
    return write(told + _LEFT.format(config_dir=config.config_dir))
