"""`python -m server pair`: print a code that pairs one browser."""

import argparse

from server.cli.terminal import write
from server.config import Config
from server.http.port_check import is_nutgraf
from server.pairing.pairing import CODE_SECONDS, Pairing

_RESET = "All pairings have ended: pair each browser again.\n\n"

_CODE = """\
  Code  {code}
  Link  {address}/#{code}

Open the link in the browser that has Nutgraf, then click Nutgraf's button in its
toolbar. Or enter the code in Nutgraf's settings. The code pairs one browser and is
valid for {minutes} minutes.
"""

_STOPPED = "\nNutgraf is not running on port {port}. Start it first: python -m server\n"


def run(options: argparse.Namespace, config: Config) -> int:
    """Print a new code and its link; return the exit status. Raises PairingUnavailable."""
    if options.reset:
        Pairing(config.config_dir).reset()
    code = Pairing.open(config.config_dir).offer_code()
    text = _RESET if options.reset else ""
    text += _CODE.format(code=code, address=config.address, minutes=CODE_SECONDS // 60)
    if not is_nutgraf(config.port):
        text += _STOPPED.format(port=config.port)
    return write(text)
