"""`python -m server doctor`: find what is wrong and name the fix."""

import argparse
import json

from server.cli.checks import CHECKS, Check
from server.cli.terminal import write
from server.config import Config


def run(options: argparse.Namespace, config: Config) -> int:
    """Run every check and print one line for each; return 1 if one found a problem."""
    checks = []
    for make in CHECKS:
        check = make(config)
        checks.append(check)
        # Each line is printed at once: some checks take a second.
        if not options.json and write(_format(check)) != 0:
            return 1
    if options.json:
        write(json.dumps([_to_dict(check) for check in checks], ensure_ascii=False) + "\n")
    return int(any(check.fix for check in checks))


def _format(check: Check) -> str:
    line = f"{_judge(check):<8} {check.name:<9} {check.found} {check.fix}"
    return f"{' '.join(line.splitlines()).rstrip()}\n"


def _to_dict(check: Check) -> dict[str, str]:
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
