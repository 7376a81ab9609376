"""Build a release into `dist/`: the wheel, a zip for each browser, the notes and the checksums.

    python .ci/release.py      # or: make release

Everything is built twice, and the two builds must agree byte for byte.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from version import ROOT, find_stale, read_version

CHANGELOG = "CHANGELOG.md"


class ReleaseError(Exception):
    """The tree cannot be released as it is. The text says what to do."""


def check_clean(root: Path) -> None:
    """Raise ReleaseError if the working tree differs from the commit that is checked out."""
    changes = _run(root, "git", "status", "--porcelain").splitlines()
    if changes:
        count = "1 file differs" if len(changes) == 1 else f"{len(changes)} files differ"
        raise ReleaseError(
            f"{count} from the last commit: {changes[0][3:]}. Commit or remove what has changed."
        )


def check_version(root: Path) -> str:
    """Return the version, or raise ReleaseError if a file states another one."""
    version = read_version(root)
    stale = find_stale(root)
    if stale:
        names = ", ".join(map(str, stale))
        raise ReleaseError(f"The version is {version}, but not in {names}. Run `make version`.")
    return version


def take_notes(changelog: str, version: str) -> str:
    """Return the section of one version, without its heading.

    Raises ReleaseError if the section is missing or empty.
    """
    section = re.search(
        rf"^## \[?{re.escape(version)}\]? - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |^\[|\Z)",
        changelog,
        re.MULTILINE | re.DOTALL,
    )
    if section is None:
        raise ReleaseError(
            f"{CHANGELOG} has no section `## {version} - YYYY-MM-DD`. "
            "Rename Unreleased to it, and open a new Unreleased above."
        )
    notes = section[1].strip()
    if not notes:
        raise ReleaseError(f"The section {version} of {CHANGELOG} is empty.")
    return notes + "\n"


def build(root: Path, folder: Path) -> list[Path]:
    """Build the wheel and both zips from a tree into an empty folder; return them sorted."""
    # The wheel's members take the time of the commit, so that any machine builds the same bytes.
    epoch = _run(root, "git", "log", "-1", "--format=%ct").strip()
    _run(root, sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, epoch=epoch)
    _run(root, sys.executable, "extension/build.py", "--out", folder)
    return sorted(folder.iterdir())


def build_twice(root: Path, folder: Path) -> list[Path]:
    """Build into a folder. Raises ReleaseError if a second build has other bytes."""
    with TemporaryDirectory() as other:
        built, again = build(root, folder), build(root, Path(other))
        pairs = zip(built, again, strict=True)
        unlike = [one.name for one, two in pairs if one.read_bytes() != two.read_bytes()]
    if unlike:
        raise ReleaseError(f"Two builds of {', '.join(unlike)} differ.")
    return built


def release(root: Path, folder: Path) -> list[Path]:
    """Check the tree, build it into a folder, and add notes and checksums. Returns the files."""
    check_clean(root)
    version = check_version(root)
    notes = take_notes((root / CHANGELOG).read_text("utf-8"), version)
    with TemporaryDirectory() as fresh:
        built = build_twice(root, Path(fresh))
        folder.mkdir(parents=True, exist_ok=True)
        built = [Path(shutil.move(path, folder / path.name)) for path in built]
    sums = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in built)
    texts = {f"nutgraf-{version}-notes.md": notes, f"nutgraf-{version}-sha256.txt": sums}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [*built, *(folder / name for name in texts)]


def _run(root: Path, *command: str | Path, epoch: str | None = None) -> str:
    environment = {**os.environ, **({} if epoch is None else {"SOURCE_DATE_EPOCH": epoch})}
    done = subprocess.run(  # noqa: S603
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ReleaseError(f"`{' '.join(map(str, command))}` failed: {done.stderr.strip()}")
    return done.stdout


def main() -> int:
    """Release the repository that this file lies in; return the exit status."""
    parser = argparse.ArgumentParser(description="Build a release of the commit checked out.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder (default dist)")
    options = parser.parse_args()
    try:
        files = release(ROOT, options.out.resolve())
    except (ReleaseError, ValueError) as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    print(*files, sep="\n")
    print(f"Then: git tag -s v{read_version()}, and publish these files with the notes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
