"""The audit tells a registry that cannot be asked from one that has found something."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.support import audit

# Nobody listens on this port, which needs an administrator.
NOWHERE = "http://127.0.0.1:9"


def describe(name: str, *ids: str) -> dict[str, Any]:
    faults = [{"id": id_, "aliases": [], "fix_versions": []} for id_ in ids]
    return {"name": name, "version": "1.0", "vulns": faults}


SKIPPED = {"name": "flask", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "summary", "findings"),
    [
        pytest.param(
            [SKIPPED], "PyPI could not be asked: it knew none of 1 packages", (), id="none"
        ),
        pytest.param(
            [SKIPPED, describe("numpy")],
            "PyPI was asked of 1 of 2 packages: 0 findings",
            (),
            id="some",
        ),
        pytest.param(
            [describe("flask", "PYSEC-1", "PYSEC-2")],
            "PyPI was asked of 1 of 1 packages: 2 findings",
            ("flask 1.0: PYSEC-1", "flask 1.0: PYSEC-2"),
            id="findings",
        ),
    ],
)
def test_what_pip_audit_knows(
    packages: list[dict[str, Any]], summary: str, findings: tuple[str, ...]
) -> None:
    outcome = audit.judge_pip(json.dumps({"dependencies": packages}), "")
    assert (outcome.summary, outcome.findings) == (summary, findings)


@pytest.mark.parametrize(
    ("judge", "errors"),
    [
        pytest.param(audit.judge_pip, "pip-audit: error: unrecognized arguments", id="pip-audit"),
        pytest.param(audit.judge_npm, "npm: command not found", id="npm"),
    ],
)
def test_a_tool_that_fails_by_itself_is_not_excused(judge: Any, errors: str) -> None:
    with pytest.raises(audit.ToolFailedError, match=errors):
        judge("", errors)


def test_a_lock_that_npm_cannot_read_is_not_excused() -> None:
    with pytest.raises(audit.ToolFailedError, match="requires an existing lockfile"):
        audit.judge_npm('{"message": "This command requires an existing lockfile."}', "")


def test_an_accepted_finding_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(audit.ACCEPTED, "PYSEC-1", "It is in a part that we do not use.")
    output = json.dumps({"dependencies": [describe("flask", "PYSEC-1")]})
    assert audit.judge_pip(output, "").findings == ()


def test_without_a_network_both_say_so_and_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, NOWHERE)
    monkeypatch.setattr(audit, "NPM_AUDIT", [*audit.NPM_AUDIT, f"--registry={NOWHERE}"])
    assert audit.main() == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split(" could not be asked")[0] for line in printed] == [
        "Audit: PyPI",
        "Audit: npm",
    ]


def test_a_registry_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PATIENCE_SECONDS", 0.2)
    assert audit.ask(["sleep", "30"], audit.judge_npm).summary == "sleep: no answer within 0.2 s"


class Registry(BaseHTTPRequestHandler):
    """Knows one fault, in a package that our tools are pinned with."""

    def do_POST(self) -> None:
        fault = {
            "id": 1,
            "url": "https://advisories.test/GHSA-test",
            "title": "Invented for a test",
            "severity": "low",
            "vulnerable_versions": "*",
        }
        content = json.dumps({"prettier": [fault]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture
def registry() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Registry) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_npm_finds_fails(registry: str) -> None:
    outcome = audit.ask([*audit.NPM_AUDIT, f"--registry={registry}"], audit.judge_npm)
    assert outcome.summary.endswith(" packages: 1 findings")
    assert outcome.findings == ("prettier *: GHSA-test",)
