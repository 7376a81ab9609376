"""SECURITY.md promises nothing that no test holds: what it names is there."""

import re
from pathlib import Path

import pytest

from tests import audit

REPOSITORY = Path(__file__).parent.parent
PAGE = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:tests/|eslint)[\w./-]+)`", PAGE))))
def test_every_test_that_is_named_is_there(path: str) -> None:
    assert (REPOSITORY / path).exists()


def test_every_promise_names_what_holds_it() -> None:
    section = PAGE.split("## What we promise")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+) \| (.+) \|$", section, re.MULTILINE)
    assert len(rows) > 10
    assert all("`" in holder for _, holder in rows[1:])


def test_what_the_audit_accepts_is_reasoned_about() -> None:
    assert all(finding in PAGE for finding in audit.ACCEPTED)


def test_what_bandit_skips_is_reasoned_about() -> None:
    skipped = re.findall(r'"(B\d{3})",  # \S', (REPOSITORY / "pyproject.toml").read_text("utf-8"))
    assert skipped
    assert all(name in PAGE for name in skipped)
