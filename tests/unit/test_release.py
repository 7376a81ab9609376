"""What `make release` refuses, and where the version is written."""

import shutil
import subprocess
from pathlib import Path

import pytest
import release
import version

LOG = """# Changelog

## Unreleased

## 1.2.0 - 2026-12-01

### Added

- A button.

## 1.1.0 - 2026-11-01
"""


def make_copy(folder: Path) -> Path:
    for path in (version.SOURCE, *version.COPIES):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(version.ROOT / path, folder / path)
    return folder


def test_every_file_states_the_version_of_the_source() -> None:
    assert version.find_stale() == []


def test_a_new_version_reaches_every_copy(tmp_path: Path) -> None:
    root = make_copy(tmp_path)
    (root / version.SOURCE).write_text('__version__ = "7.8.9"\n')
    assert version.find_stale(root) == list(version.COPIES)
    with pytest.raises(release.ReleaseError, match=r"7\.8\.9, but not in extension/manifest\.json"):
        release.check_version(root)
    version.write_copies(root)
    assert release.check_version(root) == "7.8.9"


def test_writing_the_same_version_changes_no_byte(tmp_path: Path) -> None:
    root = make_copy(tmp_path)
    version.write_copies(root)
    for path in version.COPIES:
        assert (root / path).read_bytes() == (version.ROOT / path).read_bytes()


def test_a_source_without_a_version_is_refused(tmp_path: Path) -> None:
    root = make_copy(tmp_path)
    (root / version.SOURCE).write_text('__version__ = "next"\n')
    with pytest.raises(ValueError, match="no __version__"):
        version.read_version(root)


def test_the_notes_are_the_section_of_the_version() -> None:
    assert release.take_notes(LOG, "1.2.0") == "### Added\n\n- A button.\n"


@pytest.mark.parametrize(
    ("wanted", "cause"),
    [("1.3.0", "no section `## 1.3.0 - YYYY-MM-DD`"), ("1.1.0", "1.1.0 of CHANGELOG.md is empty")],
)
def test_a_version_without_notes_is_refused(wanted: str, cause: str) -> None:
    with pytest.raises(release.ReleaseError, match=cause):
        release.take_notes(LOG, wanted)


@pytest.mark.process  # git
def test_a_tree_that_is_not_committed_is_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    release.check_clean(tmp_path)
    (tmp_path / "draft.txt").write_text("x")
    with pytest.raises(release.ReleaseError, match=r"1 file differs.+draft\.txt"):
        release.check_clean(tmp_path)
