"""`python -m server pair`: a code that lets one browser in."""

import argparse

from server.cli.terminal import write
from server.config import Config
from server.http.port_check import is_nutgraf
from server.pairing.pairing import CODE_SECONDS, Pairing

_RESET = "Every pairing has ended: each browser has to be paired again.\n\n"

_CODE = """\
  Code  {code}
  Link  {address}/#{code}

Open the link in the browser that has Nutgraf, then click Nutgraf's button in its
toolbar. Typing the code in Nutgraf's settings does the same. The code is good for
one browser, and for {minutes} minutes.
"""

_STOPPED = "\nNutgraf does not run on port {port}. Start it first: python -m server\n"


def run(options: argparse.Namespace, config: Config) -> int:
    """Print a fresh code and its link; return the exit status. Raises PairingUnavailable."""
    if options.reset:
        Pairing(config.config_dir).reset()
    code = Pairing.open(config.config_dir).offer_code()
    told = _RESET if options.reset else ""
    told += _CODE.format(code=code, address=config.address, minutes=CODE_SECONDS // 60)
    if not is_nutgraf(config.port):
        told += _STOPPED.format(port=config.port)
    return write(told)
