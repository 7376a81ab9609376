"""Opened and closed again and again, the card leaves nothing behind and costs no memory."""

import time
from typing import Any

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card
from tests.support.browser.chromium import Chromium, ChromiumTab

# Enough for the limits below to stand out from what the browser keeps for itself, about 80 kB.
CYCLES = 70
# In the others the card is closed while it waits, as most of the time would be the model's.
DIGEST_EACH = 5
# So often before the first count: the browser compiles, and fills tables that it then keeps.
WARMUP = 10
A_FEW_CYCLES = 5

PATIENCE_SECONDS = 15.0

# What one cycle may leave, far below what a card, its text or one of its listeners is worth.
MOST_NODES = 0.5
MOST_LISTENERS = 0.2
MOST_HEAP_BYTES = 2_000

# All of the page that it can see of itself, and whether our style still hides what is marked so.
PAGE = """(() => {
  const probe = document.createElement("p");
  probe.setAttribute("data-nutgraf-hidden", "");
  document.body.append(probe);
  const isHidden = getComputedStyle(probe).display === "none";
  probe.remove();
  return {
    html: document.documentElement.outerHTML,
    isHidden,
    highlights: [...CSS.highlights.keys()],
    styles: document.styleSheets.length + document.adoptedStyleSheets.length,
    anchor: getComputedStyle(document.documentElement).overflowAnchor,
    names: Object.getOwnPropertyNames(window).filter((name) => /nutgraf/i.test(name)),
    scroll: [scrollX, scrollY],
    focus: document.activeElement.tagName,
  };
})()"""


def cycle(card: Card, *, with_digest: bool) -> None:
    card.tab.click_toolbar()
    if with_digest:
        card.wait_for_digest()
    else:
        card.wait("working", "points")
    card.tab.click_toolbar()
    card.wait(None)


def wait_for_page(card: Card, page: Any) -> Any:
    """Return what is left of ours: the background takes the styles back a moment after the card."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (left := card.tab.evaluate(PAGE)) != page and time.monotonic() < end:
        time.sleep(0.05)
    return left


def count(tab: ChromiumTab) -> dict[str, float]:
    """Return what the page's process holds, our scripts' world included, once nothing is idle."""
    for _ in range(3):
        tab.cdp.send("HeapProfiler.collectGarbage")
    answer: Any = tab.cdp.send("Performance.getMetrics")
    return {metric["name"]: metric["value"] for metric in answer["metrics"]}


@pytest.mark.usefixtures("backend")
def test_cards_cost_no_memory(chromium_browser: Chromium, open_page: Open) -> None:
    card = open_page(chromium_browser, "plain-article")
    tab = card.tab
    assert isinstance(tab, ChromiumTab)
    page = tab.evaluate(PAGE)
    tab.cdp.send("Performance.enable")
    for number in range(WARMUP):
        cycle(card, with_digest=number % DIGEST_EACH == 0)
    before = count(tab)
    for number in range(CYCLES):
        cycle(card, with_digest=number % DIGEST_EACH == 0)
    after = count(tab)
    grown = {
        name: (after[name] - before[name]) / CYCLES
        for name in ("Nodes", "JSEventListeners", "JSHeapUsedSize")
    }
    assert grown["Nodes"] < MOST_NODES, grown
    assert grown["JSEventListeners"] < MOST_LISTENERS, grown
    assert grown["JSHeapUsedSize"] < MOST_HEAP_BYTES, grown
    assert wait_for_page(card, page) == page


@pytest.mark.usefixtures("backend")
def test_nothing_of_ours_is_left_in_the_page(browser: Browser, open_page: Open) -> None:
    card = open_page(browser, "plain-article")
    page = card.tab.evaluate(PAGE)
    assert not page["isHidden"]
    card.tab.click_toolbar()
    card.wait_for_digest()
    # The look at the page sees what there is to see of an open card.
    assert card.tab.evaluate(PAGE)["isHidden"]
    card.click("button.point")
    assert card.tab.evaluate(PAGE)["highlights"] == ["nutgraf"]
    card.tab.evaluate("scrollTo(0, 0)")
    card.tab.click_toolbar()
    card.wait(None)
    for number in range(A_FEW_CYCLES):
        cycle(card, with_digest=number % DIGEST_EACH == 0)
    assert wait_for_page(card, page) == page
