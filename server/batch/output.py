"""What a run leaves: digests in rows/, refused rows in bad/, and in run.json how it was begun.

A part holds the digests of one block. It is written whole, after the block's refused rows, so its
name alone tells that the block is done; made twice, it has the same bytes.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from server.artifact import DESCRIPTION
from server.batch import parquet
from server.batch.chunks import PARQUET
from server.batch.faults import CorpusError
from server.batch.storage import Place
from server.http import protocol

_RUN = "run.json"
_ROWS = "rows/"
_BAD = "bad/"
_JSONL = ".jsonl"
_CODE = Path(__file__).resolve().parents[1]
FORMATS = {"jsonl": _JSONL, "parquet": PARQUET}


@dataclass(frozen=True, slots=True)
class Settings:
    """What all parts of a run have in common; `maker` names the code and the model."""

    style: str
    length: str
    format: str
    maker: str
    block_bytes: int
    # The size and the change of each file that is read.
    files: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Parts:
    """Writes the parts of a run, in one format. All methods raise OSError as its place does."""

    place: Place
    format: str

    def write(self, name: str, rows: list[dict[str, Any]], bad: list[dict[str, Any]]) -> None:
        """Write the digests and the refused rows of a block."""
        if bad:
            self.place.write(f"{_BAD}{name}{_JSONL}", _dump(bad))
        content = parquet.write_table(rows) if self.format == "parquet" else _dump(rows)
        self.place.write(f"{_ROWS}{name}{FORMATS[self.format]}", content)

    def find_done(self) -> frozenset[str]:
        """Return the names of the blocks that are done."""
        ending = FORMATS[self.format]
        return frozenset(
            name.removeprefix(_ROWS).removesuffix(ending)
            for name in self.place.list_files()
            if name.startswith(_ROWS)
        )


def hash_maker(model: Path) -> str:
    """Return a hash, in hexadecimal, over all that decides a digest: the model and this code.

    model.json has the checksums of the model's files. The code contains the protocol's version, and
    changes more often than any version number.
    """
    files = [model / DESCRIPTION, *sorted(_CODE.rglob("*.py"))]
    hashes = (hashlib.sha256(file.read_bytes()).digest() for file in files)
    return hashlib.sha256(b"".join(hashes)).hexdigest()


def begin(place: Place, settings: Settings) -> Settings:
    """Begin a run in a place, or go on with it; return the settings that it has.

    Raises CorpusError where the place holds a run of other settings, or something else.
    """
    place.sweep()
    names = place.list_files()
    if _RUN not in names:
        if names:
            raise CorpusError(
                "OUT is not empty, and holds no run to go on with. Name a new folder."
            )
    else:
        settings = _join(_read(place), settings)
    place.write(_RUN, json.dumps(asdict(settings), indent=1).encode())
    return settings


def _read(place: Place) -> Settings:
    with place.open(_RUN) as file:
        content = file.read()
    try:
        return Settings(**json.loads(content))
    except (ValueError, TypeError) as error:
        raise CorpusError(f"{_RUN} in OUT is damaged. Name a new folder.") from error


def _join(begun: Settings, wanted: Settings) -> Settings:
    """Return the settings of a run that is gone on with: files may have come, none have changed."""
    for name in ("style", "length", "format"):
        was, now = getattr(begun, name), getattr(wanted, name)
        if was != now:
            raise CorpusError(
                f"OUT was begun with {name} {was}, not {now}. Give the same, or a new folder."
            )
    if begun.maker != wanted.maker:
        raise CorpusError("OUT was begun by another version or model. Name a new folder.")
    for name, state in begun.files.items():
        if wanted.files.get(name) != state:
            raise CorpusError(f"{name} is not what it was when OUT was begun. Name a new folder.")
    return Settings(**asdict(wanted) | {"block_bytes": begun.block_bytes})


def _dump(rows: list[dict[str, Any]]) -> bytes:
    return "".join(map(protocol.dump, rows)).encode()
