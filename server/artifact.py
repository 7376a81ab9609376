"""The model's folder: model.json, and the files that it describes."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from server.errors import ModelDamaged, ModelMissing

DESCRIPTION = "model.json"
NETWORK = "model.onnx"
TOKENIZER = "tokenizer.json"

# Room for [CLS], [SEP] and a sentence; a smaller window would hold a few words.
MIN_TOKENS = 16


@dataclass(frozen=True, slots=True)
class Artifact:
    """A verified model: its name, version and files, and its longest window in tokens."""

    name: str
    version: str
    network: Path
    tokenizer: Path
    max_tokens: int

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read model.json and check the size and SHA-256 of both files.

        File names are constants, so that a description cannot point elsewhere.
        Raise ModelMissing if a file is missing and ModelDamaged if one is not as described.
        """
        description = _read_description(folder / DESCRIPTION)
        try:
            name, version = description["name"], description["version"]
            files, max_tokens = description["files"], description["limits"]["tokens"]
            vouched = {file: (files[file]["bytes"], files[file]["sha256"]) for file in files}
        except (KeyError, TypeError) as error:
            raise ModelDamaged(f"{folder / DESCRIPTION} does not describe a model.") from error
        is_sound = isinstance(name, str) and isinstance(version, str) and type(max_tokens) is int
        if not is_sound or max_tokens < MIN_TOKENS or vouched.keys() != {NETWORK, TOKENIZER}:
            raise ModelDamaged(f"{folder / DESCRIPTION} does not describe a model.")
        for file, (size, digest) in vouched.items():
            _check_file(folder / file, size, digest)
        return cls(name, version, folder / NETWORK, folder / TOKENIZER, max_tokens)


def _read_description(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelMissing(f"There is no model in {path.parent}.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise ModelDamaged(f"{path} could not be read.") from error
    return content


def _check_file(path: Path, size: int, digest: str) -> None:
    try:
        # Check the size first: it is cheap, and most damage is a truncated download.
        if path.stat().st_size != size:
            raise ModelDamaged(f"{path} is {path.stat().st_size} bytes long, not {size}.")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise ModelMissing(f"{path} is not there.") from error
    except OSError as error:
        raise ModelDamaged(f"{path} could not be read.") from error
    if found != digest:
        raise ModelDamaged(f"{path} is not the file that {DESCRIPTION} vouches for.")
