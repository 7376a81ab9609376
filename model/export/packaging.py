"""Assemble the artefact folder that the server loads, with sizes and checksums of its files.

Run as `python -m model.export.packaging [--networks DIR] [--weights DIR] [--out DIR]`.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from model.command_line import ARTIFACT, BUILD, make_parser
from model.data.treebanks import RELATIONS
from model.export.quantization import RECIPE
from model.training.network import HIDDEN, POSITIONS
from model.training.weights import LICENCE, PACKAGE, SHA256, UPSTREAM, VERSION, hash_file
from server.artifact import DESCRIPTION, DOCUMENT, ENCODER, FILES, TOKENIZER, Artifact
from server.artifact import VERSION as ARTIFACT_VERSION

NAME = "nutgraf-minilm-l3"

# The folder is committed, and a clone should stay small.
MAX_BYTES = 25_000_000


def pack_artifact(networks: Path, weights: Path, folder: Path, created: str) -> None:
    """Write both networks, the tokenizer and model.json; raise ValueError if they are too large."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (ENCODER, DOCUMENT):
        shutil.copyfile(networks / name, folder / name)
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    # As published, it truncates texts to 128 tokens and pads them.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    text = json.dumps(_describe(folder, created), indent=2) + "\n"
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")
    size = measure_folder(folder)
    if size > MAX_BYTES:
        raise ValueError(f"{folder} holds {size} bytes; at most {MAX_BYTES} may be committed.")
    Artifact.load(folder)


def measure_folder(folder: Path) -> int:
    """Return the total size in bytes of the files of an artefact."""
    return sum((folder / name).stat().st_size for name in (*FILES, DESCRIPTION))


def _describe(folder: Path, created: str) -> dict[str, Any]:
    return {
        "name": NAME,
        "version": ARTIFACT_VERSION,
        "created": created,
        "files": {
            name: {"bytes": (folder / name).stat().st_size, "sha256": hash_file(folder / name)}
            for name in FILES
        },
        "relations": list(RELATIONS),
        "limits": {"tokens": POSITIONS, "hidden": HIDDEN},
        "quantisation": RECIPE,
        "origin": {
            "package": PACKAGE,
            "version": VERSION,
            "upstream": UPSTREAM,
            "licence": LICENCE,
            "sha256": SHA256["model.safetensors"],
        },
    }


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.export.packaging", __doc__, "--weights")
    parser.add_argument("--networks", type=Path, default=BUILD / "int8", metavar="DIR")
    parser.add_argument("--out", type=Path, default=ARTIFACT, metavar="DIR")
    today = datetime.now(UTC).date().isoformat()
    parser.add_argument("--created", default=today, help="date in the description (default: today)")
    options = parser.parse_args()
    pack_artifact(options.networks, options.weights, options.out, options.created)
    print(f"{options.out}: {measure_folder(options.out) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
