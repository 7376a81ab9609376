"""Server, site and click path in one process, to be run where loopback is the only interface.

`python -m tests.support.browser.offline FOLDER` prints the points of a story, style by style, as
JSON.
"""

import fcntl
import json
import socket
import struct
import sys
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from server.digest.choices import STYLES
from tests.support.browser.backend import Backend
from tests.support.browser.card import Card
from tests.support.browser.chromium import Chromium
from tests.support.browser.extension_copy import copy_extension
from tests.support.browser.firefox import Firefox
from tests.support.browser.settings import pair
from tests.support.browser.site import load_stories, serve_site

# From linux/sockios.h and linux/if.h: `ip` is not on every machine, the call is.
SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914
IFF_UP = 0x1
OUTSIDE = ("192.0.2.1", 80)  # TEST-NET-1 of RFC 5737: an address that nobody has.


def raise_loopback() -> None:
    """Switch on `lo`, which is down in a new network namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14x", b"lo", 0)
        _, flags = struct.unpack("16sH14x", fcntl.ioctl(control, SIOCGIFFLAGS, request))
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def require_no_way_out() -> None:
    """Raise RuntimeError unless loopback is the only interface and nothing else can be reached."""
    interfaces = [name for _, name in socket.if_nameindex()]
    if interfaces != ["lo"]:
        raise RuntimeError(f"not cut off: the interfaces are {interfaces}")
    try:
        socket.create_connection(OUTSIDE, timeout=1).close()
    except OSError:
        return
    raise RuntimeError(f"not cut off: {OUTSIDE[0]} answers")


def main(folder: Path, slug: str = "plain-article") -> dict[str, dict[str, list[str]]]:
    """Return the points that each browser shows for a story, in each style."""
    raise_loopback()
    require_no_way_out()
    extension = copy_extension(folder)
    for name in ("chromium", "firefox"):
        (folder / name).mkdir()
    with (
        Backend(folder) as backend,
        serve_site(load_stories()) as site,
        sync_playwright() as playwright,
        Chromium.launch(playwright, extension, folder / "chromium", site.port) as chromium,
        closing(Firefox(extension, folder / "firefox", site.port)) as firefox,
    ):
        backend.start()
        points = {}
        for browser in (chromium, firefox):
            pair(browser, backend)
            card = Card(browser.open(site.url(slug)))
            card.tab.click_toolbar()
            card.wait_for_digest()
            card.press("button.options")
            card.ask("host.scrollIntoView({ block: 'start', behavior: 'instant' })")
            points[browser.name] = {style: _switch(card, style) for style in STYLES}
        return points


def _switch(card: Card, style: str) -> list[str]:
    card.press_choice(style)
    card.wait_for_digest()
    return card.points


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
