"""The folders that the recipe's programs share, and the options by which to change them."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

ARTIFACT = Path("model/artifact")
# Ignored by git: checkpoints, exports and pages full of other people's text.
BUILD = Path("model/build")
SOURCES = Path("model/data/sources.toml")

# Options that several programs take.
OPTIONS: dict[str, dict[str, Any]] = {
    "--json": {"type": Path, "metavar": "OUT", "help": "write all numbers there too"},
    "--model-dir": {"type": Path, "default": ARTIFACT, "metavar": "DIR"},
    "--run": {"type": Path, "default": BUILD / "student", "metavar": "DIR"},
    "--sources": {"type": Path, "default": SOURCES, "metavar": "TOML", "help": "the data files"},
    "--untrained": {
        "type": Path,
        "default": BUILD / "untrained" / "untrained.onnx",
        "metavar": "NETWORK",
    },
    "--weights": {"type": Path, "default": BUILD / "weights", "metavar": "DIR"},
}


def make_parser(module: str, description: str | None, *shared: str) -> ArgumentParser:
    """Return the parser of a program, with the options of OPTIONS that `shared` names."""
    parser = ArgumentParser(
        prog=f"python -m {module}",
        description=description,
        formatter_class=RawDescriptionHelpFormatter,
    )
    for name in shared:
        parser.add_argument(name, **OPTIONS[name])
    return parser


def write_report(path: Path | None, report: dict[str, Any]) -> None:
    """Write all numbers of a program to the file of its `--json` option, if it was given."""
    if path:
        path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
