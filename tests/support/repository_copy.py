"""The server's code in a folder of a test's own, where a file of it may be spoilt."""

import shutil
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
WORDS = "server/digest/english/plain_words.txt"


def copy_without_words(folder: Path) -> Path:
    """Copy the code, but not the list of plain words, into a new folder; return that."""
    shutil.copytree(
        REPOSITORY / "server",
        folder / "server",
        ignore=shutil.ignore_patterns("__pycache__", Path(WORDS).name),
    )
    return folder
