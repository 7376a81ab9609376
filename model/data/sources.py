"""The data files of the recipe, as a TOML file names them; sources.toml has the defaults."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.data.documents import DataError


@dataclass(frozen=True, slots=True)
class Sources:
    """Which files to train on and to measure with.

    `articles` has each file with the number of rows to take from its start, None for all, and how
    often an epoch reads each;
    `treebank` has the file and the documents in it that are left out; `simplifications` has each
    file with the split to measure.
    """

    articles: tuple[tuple[Path, int | None, int], ...]
    compressions: Path
    treebank: tuple[Path, frozenset[int]]
    treebank_development: Path
    treebank_tests: tuple[Path, ...]
    validation: tuple[Path, ...]
    simplifications: tuple[tuple[Path, str], ...]


def load_sources(path: Path) -> Sources:
    """Read a file like sources.toml; raise DataError if it cannot be read as one."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return _parse_table(table, path.parent)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DataError(f"{path} could not be read as a list of sources: {error}") from error
    except KeyError as error:
        raise DataError(f"{path} does not set {error}; see model/data/sources.toml.") from error


def _parse_table(table: dict[str, Any], home: Path) -> Sources:
    folder = (home / table.get("folder", ".")).resolve()
    trees = table["treebank"]
    sources = Sources(
        articles=tuple(
            (folder / row["file"], row.get("rows"), int(row.get("repeat", 1)))
            for row in table["articles"]
        ),
        compressions=folder / table["compressions"],
        treebank=(folder / trees["train"], _list_numbers(trees.get("leave_out", ()))),
        treebank_development=folder / trees["development"],
        treebank_tests=tuple(folder / name for name in trees.get("tests", ())),
        validation=tuple(folder / name for name in table["validation"]),
        simplifications=tuple(
            (folder / row["file"], row["split"]) for row in table.get("simplifications", ())
        ),
    )
    if not (sources.articles and sources.validation):
        raise ValueError("articles and validation need a file each.")
    return sources


def _list_numbers(ranges: Sequence[Sequence[int]]) -> frozenset[int]:
    """Return all numbers of ranges that are given by their first and last."""
    return frozenset(n for first, last in ranges for n in range(first, last + 1))
