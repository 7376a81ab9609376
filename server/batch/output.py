"""The output of a run: digests in rows/, refused rows in bad/, and its settings in run.json.

A file in rows/ has the digests of one chunk. It is written atomically, after the refused rows of
the chunk, so its name alone shows that the chunk is done. Written twice, it has the same bytes.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from server.artifact import DESCRIPTION
from server.batch import BatchError, parquet
from server.batch.chunks import PARQUET
from server.batch.storage import Storage
from server.http import protocol

_RUN = "run.json"
_ROWS = "rows/"
_BAD = "bad/"
_JSONL = ".jsonl"
_CODE = Path(__file__).resolve().parents[1]
FORMATS = {"jsonl": _JSONL, "parquet": PARQUET}


@dataclass(frozen=True, slots=True)
class Settings:
    """What all files of a run have in common; `fingerprint` hashes the code and the model."""

    style: str
    length: str
    format: str
    fingerprint: str
    chunk_bytes: int
    # The size and the time of change of each input file.
    files: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Output:
    """Writes the files of a run, in one format. All methods raise OSError as its target does."""

    target: Storage
    format: str

    def write(self, name: str, rows: list[dict[str, Any]], bad: list[dict[str, Any]]) -> None:
        """Write the digests and the refused rows of a chunk."""
        if bad:
            self.target.write(f"{_BAD}{name}{_JSONL}", _dump(bad))
        content = parquet.write_table(rows) if self.format == "parquet" else _dump(rows)
        self.target.write(f"{_ROWS}{name}{FORMATS[self.format]}", content)

    def find_done(self) -> frozenset[str]:
        """Return the names of the chunks that are done."""
        ending = FORMATS[self.format]
        return frozenset(
            name.removeprefix(_ROWS).removesuffix(ending)
            for name in self.target.list_files()
            if name.startswith(_ROWS)
        )


def compute_fingerprint(model: Path) -> str:
    """Return a hash, in hexadecimal, over all that decides a digest: the model and this code.

    model.json has the checksums of the model's files. The code contains the protocol's version, and
    changes more often than any version number.
    """
    files = [model / DESCRIPTION, *sorted(_CODE.rglob("*.py"))]
    hashes = (hashlib.sha256(file.read_bytes()).digest() for file in files)
    return hashlib.sha256(b"".join(hashes)).hexdigest()


def begin(target: Storage, settings: Settings) -> Settings:
    """Start a run, or continue the one in `target`; return its settings.

    Raises BatchError if the target has a run with other settings, or other files.
    """
    target.sweep()
    names = target.list_files()
    if _RUN not in names:
        if names:
            raise BatchError("OUT is not empty and has no run to continue. Choose a new folder.")
    else:
        settings = _join(_read(target), settings)
    target.write(_RUN, json.dumps(asdict(settings), indent=1).encode())
    return settings


def _read(target: Storage) -> Settings:
    with target.open(_RUN) as file:
        content = file.read()
    try:
        return Settings(**json.loads(content))
    except (ValueError, TypeError) as error:
        raise BatchError(f"{_RUN} in OUT is damaged. Choose a new folder.") from error


def _join(old: Settings, new: Settings) -> Settings:
    """Return the settings of a continued run: files may be added to it, but none may change."""
    for name in ("style", "length", "format"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            raise BatchError(
                f"OUT was started with {name} {was}, not {now}. Use the same, or a new folder."
            )
    if old.fingerprint != new.fingerprint:
        raise BatchError("OUT was started by another version or model. Choose a new folder.")
    for name, state in old.files.items():
        if new.files.get(name) != state:
            raise BatchError(f"{name} has changed since OUT was started. Choose a new folder.")
    return Settings(**asdict(new) | {"chunk_bytes": old.chunk_bytes})


def _dump(rows: list[dict[str, Any]]) -> bytes:
    return "".join(map(protocol.dump, rows)).encode()
