"""The entry point of `python -m server`: run one command, or serve if none is given."""

import sys
from importlib import import_module

from server.cli.parser import make_config, make_parser
from server.cli.terminal import fail
from server.errors import DigestError

# The exit status that shells report for a program stopped by Ctrl-C.
_INTERRUPTED = 130

# The module of each command. Only the requested one is imported: shortening a text needs no web
# server, and --help needs neither.
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
    """Run one command and return the exit status."""
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
