"""The data files of the recipe, as a TOML file names them; sources.toml has the defaults."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.data.documents import DataError


@dataclass(frozen=True, slots=True)
class Sources:
    """Which files to train on and to measure with.

    `articles` has each file with the number of rows to take from its start, None for all;
    `simplifications` has each file with the split to measure.
    """

    articles: tuple[tuple[Path, int | None], ...]
    compressions: Path
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
    sources = Sources(
        articles=tuple((folder / row["file"], row.get("rows")) for row in table["articles"]),
        compressions=folder / table["compressions"],
        validation=tuple(folder / name for name in table["validation"]),
        simplifications=tuple(
            (folder / row["file"], row["split"]) for row in table.get("simplifications", ())
        ),
    )
    if not (sources.articles and sources.validation):
        raise ValueError("articles and validation need a file each.")
    return sources
