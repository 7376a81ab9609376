"""The zips for the stores: reproducible, and accepted by Mozilla's linter."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"

# Readability builds its result with innerHTML, in a clone of the page that is never shown.
KNOWN_FINDINGS = {("UNSAFE_VAR_ASSIGNMENT", "vendor/Readability.js")}


def build(folder: Path) -> dict[str, Path]:
    """Build both zips and return them by browser."""
    # Run, not imported: Chromium loads no folder that holds a __pycache__.
    command = [sys.executable, EXTENSION / "build.py", "--out", folder]
    subprocess.run(command, check=True, capture_output=True)
    return {path.name.split("-")[1]: path for path in folder.iterdir()}


def test_the_same_files_give_the_same_bytes(tmp_path):
    one, two = build(tmp_path / "one"), build(tmp_path / "two")
    assert one.keys() == two.keys() == {"chromium", "firefox"}
    for browser, path in one.items():
        assert path.read_bytes() == two[browser].read_bytes()
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
        assert {"manifest.json", "background.js", "options/page.html"} <= names
        assert "vendor/Readability.js" in names
        left_out = (".py", ".svg", ".md", ".ts", "tsconfig.json")
        assert not {name for name in names if name.endswith(left_out)}


def test_mozillas_linter_finds_nothing_in_our_own_code(tmp_path):
    command = ["npx", "--no-install", "web-ext", "lint", "--output", "json", "--source-dir"]
    path = build(tmp_path)["firefox"]
    answer = subprocess.run(
        [*command, path], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    report = json.loads(answer.stdout)
    assert report["metadata"]["id"] == "nutgraf@extension"
    findings = [*report["errors"], *report["warnings"], *report["notices"]]
    assert {(finding["code"], finding["file"]) for finding in findings} <= KNOWN_FINDINGS
