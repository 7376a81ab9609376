"""Build dist/nutgraf-{chromium,firefox}-VERSION.zip, each with a manifest for its own browser.

The folder itself loads unpacked in both; the zips only leave out what the other browser would warn
about. They are reproducible: the same files give the same bytes.
"""

import argparse
import json
import zipfile
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent

# A zip stores a date for each file. A fixed one, the earliest possible, keeps builds identical.
EPOCH = (1980, 1, 1, 0, 0, 0)

# What each browser does not know: Firefox has no `key`, Chromium reads only `service_worker`.
UNKNOWN = {
    "chromium": {"browser_specific_settings"},
    "firefox": {"key", "minimum_chrome_version"},
}
BACKGROUND = {"chromium": "service_worker", "firefox": "scripts"}

# The files of this folder that are part of the extension, but for one name.
SUFFIXES = {".js", ".json", ".html", ".css", ".png"}
SETTINGS = "tsconfig.json"  # How the types are checked.


def read_manifest(browser: str) -> dict[str, Any]:
    """Return the manifest for one browser."""
    whole = json.loads((SOURCE / "manifest.json").read_text())
    manifest = {key: value for key, value in whole.items() if key not in UNKNOWN[browser]}
    entry = BACKGROUND[browser]
    manifest["background"] = {entry: whole["background"][entry], "type": "module"}
    return manifest


def build(browser: str, folder: Path) -> Path:
    """Write one browser's zip and return its path."""
    manifest = read_manifest(browser)
    path = folder / f"nutgraf-{browser}-{manifest['version']}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(SOURCE.rglob("*")):
            if file.suffix not in SUFFIXES or file.name == SETTINGS:
                continue
            name = file.relative_to(SOURCE).as_posix()
            is_manifest = name == "manifest.json"
            data = json.dumps(manifest, indent=2).encode() if is_manifest else file.read_bytes()
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the extension's zip for each browser.")
    parser.add_argument("--out", type=Path, default=Path("dist"), help="folder (default dist)")
    options = parser.parse_args()
    for browser in UNKNOWN:
        print(build(browser, options.out))
