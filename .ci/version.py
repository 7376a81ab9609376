"""The version, written once in `server/__init__.py` and copied to the files that must state it.

python .ci/version.py     # after `__version__` changed: rewrite the copies
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("server/__init__.py")

# Each file with the number of times it states our version, always first in the file. The wheel has
# no copy: pyproject.toml reads SOURCE.
COPIES = {
    Path("extension/manifest.json"): 1,
    Path("package.json"): 1,
    Path("package-lock.json"): 2,
    Path("server/API.md"): 1,
}
_STATED = re.compile(r'("version": ?")([^"]+)(")')


def read_version(root: Path = ROOT) -> str:
    """Return the version of the source. Raises ValueError if there is none."""
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', (root / SOURCE).read_text(), re.M)
    if found is None:
        raise ValueError(f"{SOURCE} has no __version__ of the form 1.2.3.")
    return found[1]


def find_stale(root: Path = ROOT) -> list[Path]:
    """Return the copies that state another version than the source."""
    version = read_version(root)
    return [
        path
        for path, count in COPIES.items()
        if {m[2] for m in _find_stated((root / path).read_text("utf-8"), count)} != {version}
    ]


def write_copies(root: Path = ROOT) -> None:
    """Write the version of the source into every copy."""
    version = read_version(root)
    for path, count in COPIES.items():
        text = (root / path).read_text("utf-8")
        (root / path).write_text(_STATED.sub(rf"\g<1>{version}\g<3>", text, count=count), "utf-8")


def _find_stated(text: str, count: int) -> list[re.Match[str]]:
    return list(_STATED.finditer(text))[:count]


if __name__ == "__main__":
    write_copies()
