"""The browsers of this machine that the extension can be loaded into."""

import os
import shutil
import sys
from pathlib import Path

# What each is called on the PATH, as an application of macOS, and as a program of Windows.
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

# Where Flatpak puts the commands that it makes, which not every shell has on its PATH.
_FLATPAK = {
    "Chromium": "org.chromium.Chromium",
    "Chrome": "com.google.Chrome",
    "Edge": "com.microsoft.Edge",
    "Brave": "com.brave.Browser",
    "Firefox": "org.mozilla.firefox",
    "LibreWolf": "io.gitlab.librewolf-community",
}


def find_browsers() -> list[str]:
    """Return the names of those that are installed, as far as the usual places tell."""
    return [
        name
        for name, (commands, application, program) in _BROWSERS.items()
        if any(map(shutil.which, commands))
        or any(path.exists() for path in _list_places(name, application, program))
    ]


def _list_places(name: str, application: str, program: str) -> list[Path]:
    if sys.platform == "darwin":
        folders = (Path("/Applications"), Path.home() / "Applications")
        return [folder / f"{application}.app" for folder in folders]
    if sys.platform == "win32":
        variables = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
        return [Path(os.environ[each], program) for each in variables if each in os.environ]
    shares = (Path("/var/lib"), Path.home() / ".local/share")
    flatpak = _FLATPAK.get(name, name)
    return [share / "flatpak" / "exports" / "bin" / flatpak for share in shares]
