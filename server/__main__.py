"""The command line: `python -m server` serves, and its commands do the rest."""

import sys
from importlib import import_module

from server.cli.parser import make_config, make_parser
from server.cli.terminal import fail
from server.errors import DigestError

# What shells report for a program that Ctrl-C stopped.
_INTERRUPTED = 130

# The module of each command. Only the one that is asked for is imported: the digest of a text needs
# no web server, and --help needs nothing.
_MODULES = {
    None: "serve",
    "digest": "digest",
    "batch": "batch",
    "pair": "pair",
    "install": "login",
    "uninstall": "login",
    "doctor": "doctor",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = make_parser().parse_args(arguments)
    try:
        config = make_config(options)
    except ValueError as error:
        return fail(str(error))
    try:
        command = import_module(f"server.cli.{_MODULES[options.command]}")
        status: int = command.run(options, config)
    except DigestError as error:
        return fail(f"{error.message} {error.hint}")
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


if __name__ == "__main__":
    sys.exit(main())
