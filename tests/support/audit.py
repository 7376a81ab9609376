"""Ask both registries for known faults in what the locks pin: `python -m tests.support.audit`.

Not every machine reaches a registry, and not every mirror answers this question. What could not be
asked is said in one line and passes; a finding, or a tool that fails by itself, does not.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

# Advisories that do not reach us, each with its reason here and in SECURITY.md.
ACCEPTED: dict[str, str] = {}

# Past this a registry counts as one that does not answer.
PATIENCE_SECONDS = 30

LOCKS = [f"-r=requirements/{name}.txt" for name in ("run", "test")]
PIP_AUDIT = [
    *(str(Path(sys.executable).parent / "pip-audit"), "--disable-pip", "--format=json"),
    *("--progress-spinner=off", *LOCKS),
]
NPM_AUDIT = ["npm", "audit", "--json", "--fetch-retries=0"]

# How pip-audit's last line tells that it was the network.
UNREACHED = re.compile(r"ConnectionError|ConnectTimeout|ReadTimeout|HTTPError|Could not connect")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one registry said, in a line, and the findings that are not accepted, if any."""

    summary: str
    findings: tuple[str, ...] = ()


class ToolFailedError(Exception):
    """An audit tool failed, and not because of the network."""


def judge_pip(output: str, errors: str) -> Outcome:
    """Read what pip-audit wrote. Raises ToolFailedError."""
    last = (errors.strip().splitlines() or [""])[-1]
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        if UNREACHED.search(last):
            return Outcome("PyPI could not be asked: no connection")
        raise ToolFailedError(f"pip-audit: {last}") from None
    known = [package for package in packages if "skip_reason" not in package]
    if not known:
        return Outcome(f"PyPI could not be asked: it knew none of {len(packages)} packages")
    findings = [
        f"{package['name']} {package['version']}: {fault['id']}"
        for package in known
        for fault in package["vulns"]
        if ACCEPTED.keys().isdisjoint((fault["id"], *fault["aliases"]))
    ]
    asked = f"PyPI was asked of {len(known)} of {len(packages)} packages"
    return Outcome(f"{asked}: {len(findings)} findings", tuple(findings))


def judge_npm(output: str, errors: str) -> Outcome:
    """Read what npm audit wrote. Raises ToolFailedError."""
    try:
        report = json.loads(output)
    except ValueError:
        raise ToolFailedError(f"npm audit: {errors.strip()}") from None
    if "vulnerabilities" not in report:
        message = str(report.get("message", ""))
        if "statusCode" in report or message.startswith("request to "):
            return Outcome(f"npm could not be asked: {report.get('statusCode', 'no connection')}")
        raise ToolFailedError(f"npm audit: {message or output}")
    findings = {
        f"{fault['name']} {fault['range']}: {Path(fault['url']).name}"
        for package in report["vulnerabilities"].values()
        for fault in package["via"]
        # A plain name tells of a package that only depends on another one's fault.
        if isinstance(fault, dict) and Path(fault["url"]).name not in ACCEPTED
    }
    total = report["metadata"]["dependencies"]["total"]
    asked = f"npm was asked of {total} packages"
    return Outcome(f"{asked}: {len(findings)} findings", tuple(sorted(findings)))


def ask(command: Sequence[str], judge: Callable[[str, str], Outcome]) -> Outcome:
    """Run one audit tool and judge what it wrote. Raises ToolFailedError."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(f"{Path(command[0]).name}: no answer within {PATIENCE_SECONDS} s")
    return judge(done.stdout, done.stderr)


def main() -> int:
    """Ask both at once; return the exit status."""
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(ask, PIP_AUDIT, judge_pip), pool.submit(ask, NPM_AUDIT, judge_npm)]
    try:
        outcomes = [one.result() for one in asked]
    except ToolFailedError as error:
        print(f"Audit: {error}", file=sys.stderr)
        return 2
    for outcome in outcomes:
        print(*(f"Audit: {outcome.summary}.", *outcome.findings), sep="\n  ")
    return int(any(outcome.findings for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
