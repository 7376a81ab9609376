"""Both colour schemes, in each state: readable, and pictured for a person to look at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import pytest

from tests.browser.conftest import Browser, Open
from tests.browser.test_digest import open_digest
from tests.support.browser.backend import Backend, listen_silently
from tests.support.browser.card import Card
from tests.support.browser.settings import Settings

ENOUGH_CONTRAST = 4.5  # WCAG 2.2, level AA, for text of normal size.

# Relative luminance, and the nearest opaque background of a node. A canvas turns every notation of
# CSS colours into red, green and blue.
COLORS = """
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    return pen.getImageData(0, 0, 1, 1).data;
  };
  const light = (color) => {
    const [red, green, blue] = [...color].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (node) => {
    for (; node; node = node.parentElement ?? node.getRootNode().host) {
      const color = read(getComputedStyle(node).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
"""
# The lowest contrast of any text that the card shows, or a page without one; 0 where there is none.
WORST_CONTRAST = f"""(() => {{
  {COLORS}
  const walker = document.createTreeWalker(root ?? document.body, NodeFilter.SHOW_TEXT);
  const ratios = [];
  while (walker.nextNode()) {{
    const node = walker.currentNode.parentElement;
    if (!node?.checkVisibility() || !walker.currentNode.data.trim()) continue;
    const pair = [light(read(getComputedStyle(node).color)), light(ground(node))];
    ratios.push((Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05));
  }}
  return ratios.length ? Math.min(...ratios) : 0;
}})()"""
# What there is to look at, and the `data-state` that tells that it is there.
PHASES = {
    "working": "working",
    "simplified": "points",
    "full": "points",
    "server_down": "error",
    "front_page": "error",
}
LIGHTNESS = "light(ground(root.querySelector('button.point')))"


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("state", "phase"), PHASES.items(), ids=PHASES)
def test_every_state_is_readable(
    browser: Browser,
    backend: Backend,
    open_page: Open,
    take_shot: Callable[[Card, str], None],
    state: str,
    phase: str,
    is_dark: bool,
) -> None:
    story = "dark-site" if is_dark else "plain-article"
    card = open_page(browser, "home-page" if state == "front_page" else story)
    if state in ("working", "server_down"):
        backend.stop()
    with in_scheme(card, is_dark), listen_silently() if state == "working" else nullcontext():
        card.tab.click_toolbar()
        card.wait(phase)
        if phase == "points":
            card.wait_for_digest()
        if state == "full":
            card.press("button.toggle")
        assert card.ask(WORST_CONTRAST) >= ENOUGH_CONTRAST
        take_shot(card, f"{browser.name}-{state}-{'dark' if is_dark else 'light'}")


@pytest.mark.usefixtures("backend")
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_the_card_is_as_dark_as_its_page_whatever_the_reader_prefers(
    browser: Browser, open_page: Open, is_dark: bool
) -> None:
    card = open_page(browser, "dark-site" if is_dark else "plain-article")
    with in_scheme(card, not is_dark):
        lightness = open_digest(card).ask(f"(() => {{ {COLORS} return {LIGHTNESS}; }})()")
    assert (lightness < 0.5) == is_dark


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_the_settings_are_as_dark_as_the_reader_prefers_and_readable(
    browser: Browser,
    settings: Settings,
    take_shot: Callable[[Card, str], None],
    is_dark: bool,
) -> None:
    page = Card(settings.tab)
    with in_scheme(page, is_dark):
        settings.choose("exact")
        assert page.ask(WORST_CONTRAST) >= ENOUGH_CONTRAST
        lightness = page.ask(f"(() => {{ {COLORS} return light(ground(document.body)); }})()")
        assert (lightness < 0.5) == is_dark
        take_shot(page, f"{browser.name}-settings-{'dark' if is_dark else 'light'}")


@contextmanager
def in_scheme(card: Card, is_dark: bool) -> Iterator[None]:
    """Prefer dark or light for a while: in Firefox the preference is the whole browser's."""
    card.tab.set_dark(is_dark)
    try:
        yield
    finally:
        card.tab.set_dark(False)
