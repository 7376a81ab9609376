"""Reads what the modules of the extension export, with Node."""

import json
import subprocess
from typing import Any

from tests.support.command import REPOSITORY

EXTENSION = REPOSITORY / "extension"


def load(script: str) -> dict[str, Any]:
    """Return the constants that a module of the extension exports, or its table of the protocol."""
    path = json.dumps((EXTENSION / script).as_uri())
    constants = "globalThis.nutgraf?.protocol ?? { ...found }"
    program = f"import({path}).then((found) => console.log(JSON.stringify({constants})))"
    done = subprocess.run(
        ["node", "--eval", program], capture_output=True, text=True, timeout=60, check=True
    )
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded
