"""The extension as the tests load it: the shipped files, with the test process's own port."""

import shutil
from pathlib import Path

from tests.support.browser.ports import FIRST_PORT, reserve_ports

SOURCE = Path(__file__).parents[3] / "extension"
CONNECTION = Path("lib") / "connection.js"


def copy_extension(folder: Path) -> Path:
    """Copy the extension into a folder and return the copy.

    A new profile asks the default port, and only another copy of the extension can have another
    default. Raises ValueError if the script does not set the default as expected.
    """
    target = folder / "extension"
    shutil.copytree(SOURCE, target)
    script = target / CONNECTION
    before, line, after = script.read_text(encoding="utf-8").partition(
        f"export const USUAL_PORT = {FIRST_PORT};"
    )
    if not line:
        raise ValueError(f"{CONNECTION} does not set USUAL_PORT to {FIRST_PORT}")
    line = line.replace(str(FIRST_PORT), str(reserve_ports().usual))
    script.write_text(f"{before}{line}{after}", encoding="utf-8")
    return target
