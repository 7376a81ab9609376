"""`python -m server doctor`: what is wrong, and what mends it."""

import argparse
import json

from server.cli.checks import CHECKS, Check
from server.cli.terminal import write
from server.config import Config


def run(options: argparse.Namespace, config: Config) -> int:
    """Make every check and print a line each; return 1 if one found a problem."""
    checks = []
    for make in CHECKS:
        check = make(config)
        checks.append(check)
        # As each is made: some take a second.
        if not options.json and write(_spell(check)) != 0:
            return 1
    if options.json:
        write(json.dumps([_shape(check) for check in checks], ensure_ascii=False) + "\n")
    return int(any(check.fix for check in checks))


def _spell(check: Check) -> str:
    line = f"{_judge(check):<8} {check.name:<9} {check.found} {check.fix}"
    return f"{' '.join(line.splitlines()).rstrip()}\n"


def _shape(check: Check) -> dict[str, str]:
    return {
        "check": check.name.lower(),
        "result": _judge(check),
        "found": check.found,
        "fix": check.fix,
    }


def _judge(check: Check) -> str:
    if check.fix:
        return "problem"
    return "ok" if check.is_made else "-"
