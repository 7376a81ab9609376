"""Every test and file that SECURITY.md and docs/faults.md name exists."""

import re
from pathlib import Path

import pytest

from tests.support import audit

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
FAULTS = (REPOSITORY / "docs" / "faults.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:tests/|eslint)[\w./-]+)`", PAGE))))
def test_every_test_that_is_named_is_there(path: str) -> None:
    assert (REPOSITORY / path).exists()


@pytest.mark.parametrize(
    ("path", "name"), sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", FAULTS)))
)
def test_every_test_of_a_fault_is_there(path: str, name: str) -> None:
    assert f"\ndef {name}(" in (REPOSITORY / path).read_text(encoding="utf-8")


def test_every_fault_names_its_tests() -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", FAULTS, re.MULTILINE)
    assert len(rows) > 10
    assert all("::test_" in tests for _, _, tests in rows[1:])


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
