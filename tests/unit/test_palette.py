"""The colours are those of extension/lib/palette.css, wherever a style sheet cannot include it.

The server runs without the folder of the extension, and the extension loads from its folder without
a build: so the server's page, the badge and the icon repeat colours, and are compared here.
"""

import re
from pathlib import Path

from tests.support.command import REPOSITORY

EXTENSION = REPOSITORY / "extension"


def read_palette(path: Path) -> dict[str, tuple[str, str]]:
    """Return the colours of a style sheet by name, each by day and by night."""
    rows = re.findall(r"--(\w+): light-dark\((#\w+), (#\w+)\);", path.read_text("utf-8"))
    return {name: (day, night) for name, day, night in rows}


PALETTE = read_palette(EXTENSION / "lib/palette.css")


def test_the_servers_page_has_the_palette() -> None:
    assert len(PALETTE) > 4
    assert read_palette(REPOSITORY / "server/http/pages/welcome.css") == PALETTE


def test_the_badge_is_quiet_by_day() -> None:
    script = (EXTENSION / "background/badge.js").read_text("utf-8")
    assert re.findall(r"#[0-9a-f]{6}", script) == [PALETTE["quiet"][0]]


def test_the_icon_has_paper_on_the_accent() -> None:
    icon = (EXTENSION / "icons/icon.svg").read_text("utf-8")
    assert re.findall(r"#[0-9a-f]{6}", icon) == [PALETTE["accent"][0], PALETTE["paper"][0]]


def test_no_other_style_sheet_of_ours_has_a_palette() -> None:
    sheets = [path for path in EXTENSION.rglob("*.css") if read_palette(path)]
    assert sheets == [EXTENSION / "lib/palette.css"]
