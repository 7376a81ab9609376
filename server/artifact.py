"""The model's folder: model.json, and the files that it describes."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from server.errors import ModelDamaged, ModelMissing

DESCRIPTION = "model.json"
ENCODER = "model.onnx"
DOCUMENT = "document.onnx"
TOKENIZER = "tokenizer.json"
FILES = (ENCODER, DOCUMENT, TOKENIZER)

# The version of the graphs' inputs and outputs that this server knows.
VERSION = "4"

# Room for [CLS], [SEP] and a sentence; a smaller window would hold a few words.
MIN_TOKENS = 16
# As Universal Dependencies writes them: "nsubj", "nsubj:pass".
RELATION = re.compile(r"[a-z]{1,20}(?::[a-z]{1,20})?")
MOST_RELATIONS = 256


@dataclass(frozen=True, slots=True)
class Artifact:
    """A verified model: its name, version and files, and what they leave unsaid.

    `encoder` reads a window of at most `max_tokens` and `document` weighs the sentences of an
    article. `relations` names the grammatical relations that the network numbers from 0.
    """

    name: str
    version: str
    encoder: Path
    document: Path
    tokenizer: Path
    relations: tuple[str, ...]
    max_tokens: int

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read model.json and check the size and SHA-256 of each file.

        File names are constants, so that a description cannot point elsewhere.
        Raise ModelMissing if a file is missing, and ModelDamaged if one is not as described or the
        model is of another version.
        """
        description = _read_description(folder / DESCRIPTION)
        try:
            name, version = description["name"], description["version"]
        except (KeyError, TypeError) as error:
            raise _refuse(folder) from error
        if not (isinstance(name, str) and isinstance(version, str)):
            raise _refuse(folder)
        # An older description lacks what follows.
        if version != VERSION:
            raise ModelDamaged(
                f"{folder} holds version {version[:20]!r} of the model; this server needs version"
                f" {VERSION!r}.",
                hint="Restore model/artifact from the same version of the repository as the server,"
                " then restart the server.",
            )
        try:
            files, max_tokens = description["files"], description["limits"]["tokens"]
            vouched = {file: (files[file]["bytes"], files[file]["sha256"]) for file in files}
            relations = _check_relations(description["relations"])
        except (KeyError, TypeError, ValueError) as error:
            raise _refuse(folder) from error
        if type(max_tokens) is not int or max_tokens < MIN_TOKENS or vouched.keys() != set(FILES):
            raise _refuse(folder)
        for file, (size, digest) in vouched.items():
            _check_file(folder / file, size, digest)
        encoder, document, tokenizer = (folder / file for file in FILES)
        return cls(name, version, encoder, document, tokenizer, relations, max_tokens)


def _refuse(folder: Path) -> ModelDamaged:
    return ModelDamaged(f"{folder / DESCRIPTION} does not describe a model.")


def _check_relations(names: Any) -> tuple[str, ...]:
    """Return the names of relations, or raise ValueError if they are not distinct names."""
    if not isinstance(names, list) or not 0 < len(names) <= MOST_RELATIONS:
        raise ValueError("not a list of relations")
    if not all(isinstance(name, str) and RELATION.fullmatch(name) for name in names):
        raise ValueError("not the name of a relation")
    if len(set(names)) < len(names):
        raise ValueError("a relation is named twice")
    return tuple(names)


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
