"""`python -m server`: serve the extension until Ctrl-C."""

import argparse

from server.cli.terminal import fail
from server.config import Config
from server.http.port_check import PortTakenError
from server.http.waitress_server import serve


def run(_options: argparse.Namespace, config: Config) -> int:
    """Serve until interrupted; return the exit status."""
    try:
        serve(config)
    except PortTakenError as error:
        return fail(str(error))
    return 0
