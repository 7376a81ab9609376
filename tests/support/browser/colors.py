"""The colours that a page shows, and the contrast of its text."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.browser.card import Card

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


@contextmanager
def in_scheme(card: Card, is_dark: bool) -> Iterator[None]:
    """Prefer dark or light for a while: in Firefox the preference is the whole browser's."""
    card.tab.set_dark(is_dark)
    try:
        yield
    finally:
        card.tab.set_dark(False)
