"""The installed browsers that can load the extension."""

import os
import shutil
import sys
from pathlib import Path

# The commands of each on the PATH, its application on macOS, and its program on Windows.
_BROWSERS = {
    "Chromium": (("chromium", "chromium-browser"), "Chromium", r"Chromium\Application\chrome.exe"),
    "Chrome": (
        ("google-chrome", "google-chrome-stable"),
        "Google Chrome",
        r"Google\Chrome\Application\chrome.exe",
    ),
    "Edge": (
        ("microsoft-edge", "microsoft-edge-stable"),
        "Microsoft Edge",
        r"Microsoft\Edge\Application\msedge.exe",
    ),
    "Brave": (
        ("brave-browser", "brave"),
        "Brave Browser",
        r"BraveSoftware\Brave-Browser\Application\brave.exe",
    ),
    "Vivaldi": (("vivaldi", "vivaldi-stable"), "Vivaldi", r"Vivaldi\Application\vivaldi.exe"),
    "Firefox": (("firefox", "firefox-esr"), "Firefox", r"Mozilla Firefox\firefox.exe"),
    "LibreWolf": (("librewolf",), "LibreWolf", r"LibreWolf\librewolf.exe"),
}

# The commands that Flatpak exports to a folder that is not on every shell's PATH.
_FLATPAK = {
    "Chromium": "org.chromium.Chromium",
    "Chrome": "com.google.Chrome",
    "Edge": "com.microsoft.Edge",
    "Brave": "com.brave.Browser",
    "Firefox": "org.mozilla.firefox",
    "LibreWolf": "io.gitlab.librewolf-community",
}


def find_browsers() -> list[str]:
    """Return the names of the browsers that are found in the usual places."""
    return [
        name
        for name, (commands, application, program) in _BROWSERS.items()
        if any(map(shutil.which, commands))
        or any(path.exists() for path in _list_paths(name, application, program))
    ]


def _list_paths(name: str, application: str, program: str) -> list[Path]:
    if sys.platform == "darwin":
        folders = (Path("/Applications"), Path.home() / "Applications")
        return [folder / f"{application}.app" for folder in folders]
    if sys.platform == "win32":
        variables = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
        return [Path(os.environ[each], program) for each in variables if each in os.environ]
    shares = (Path("/var/lib"), Path.home() / ".local/share")
    flatpak = _FLATPAK.get(name, name)
    return [share / "flatpak" / "exports" / "bin" / flatpak for share in shares]
