"""The card, read and worked through any of the browser drivers."""

import json
import time
from pathlib import Path
from typing import Any, Protocol

# The model answers in under a second; 10,000 words on a busy machine of two cores take longer.
ANSWER_SECONDS = 60.0
CHANGE_SECONDS = 15.0  # For the rest, which takes milliseconds on an idle machine.
POLL_SECONDS = 0.05

# Every expression starts from these two. A card that is not there reads as null.
PRELUDE = """
  const host = document.querySelector("nutgraf-card");
  const root = host?.shadowRoot ?? null;
"""
# The deepest element that begins with a text: the paragraph itself, whatever markup the site wraps
# it in. Bare text between two <br> has no element of its own: then it is the text node. The search
# is in `textContent` and not in `innerText`, because a hidden paragraph must be found too.
FIND = """
  const squeeze = (text) => text.replace(/\\s+/g, " ").trim();
  const find = (start) => {
    const begins = (node) => squeeze(node.textContent).startsWith(start);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    let found = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest("script, style, nutgraf-card") || !begins(node)) continue;
      if (!found || node instanceof Element) found = node;
    }
    return found;
  };
  const isShown = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getClientRects().length > 0;
  };
"""


class Tab(Protocol):
    """One page in one browser: what the tests need of a driver."""

    browser: Any
    # Whether it shows pages in another way than a new tab does.
    is_altered: bool

    def visit(self, url: str) -> None:
        """Show another page, and return when it has loaded."""

    def evaluate(self, expression: str) -> Any:
        """Return the JSON value of a JavaScript expression, promises awaited."""

    def bring_to_front(self) -> None:
        """Show the tab, as a press on it does."""

    def click_toolbar(self) -> None:
        """Press the extension's toolbar button as a person does, which grants activeTab."""

    def click_at(self, x: float, y: float) -> None:
        """Press the left mouse button at a point of the viewport, in CSS pixels."""

    def type_text(self, text: str) -> None:
        """Type into the field that has the focus."""

    def press_enter(self) -> None:
        """Press the Enter key on what has the focus."""

    def press_keys(self, *keys: str) -> None:
        """Press keys at once, each by its name in `KeyboardEvent.key`."""

    def set_dark(self, is_dark: bool) -> None:
        """Answer prefers-color-scheme with dark or light."""

    def set_calm(self, is_calm: bool) -> None:
        """Answer prefers-reduced-motion with reduce, or not."""

    def set_forced(self, is_forced: bool) -> None:
        """Have the reader's own colours take the place of all others, or not."""

    def set_print(self, is_print: bool) -> None:
        """Lay the page out as for paper, or for the screen."""

    def set_text_size(self, pixels: int) -> None:
        """Set the reader's own size of text, which is 16 in a new browser."""

    def resize(self, width: int, height: int, zoom: int = 1) -> None:
        """Give the window a size, in pixels of the screen, and the page a zoom."""

    def screenshot(self, path: Path) -> None:
        """Write what the viewport shows as PNG."""

    def close(self) -> None:
        """Close the tab."""


class Card:
    """The card of one tab, by the names of the DOM contract: states, views, buttons."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def ask(self, expression: str) -> Any:
        """Return the value of an expression that may use `host`, `root`, `find` and `squeeze`."""
        return self.tab.evaluate(f"(() => {{ {PRELUDE} {FIND} return {expression}; }})()")

    def ask_text(self, expression: str) -> str | None:
        """Return the value of an expression as text, and None for null and undefined."""
        value = self.ask(expression)
        return None if value is None else str(value)

    @property
    def is_open(self) -> bool:
        return bool(self.ask("host !== null"))

    @property
    def state(self) -> str | None:
        """`working`, `points`, `error`, or None while there is no card."""
        return self.ask_text("host?.dataset.state")

    @property
    def view(self) -> str | None:
        """`simplified` or `full`."""
        return self.ask_text("host?.dataset.view")

    @property
    def error(self) -> str | None:
        """The kind of failure the card shows, as `server_down`."""
        return self.ask_text("host?.dataset.error")

    @property
    def text(self) -> str:
        """What the card says, hidden parts left out."""
        # The shadow root has no innerText: the elements that it holds do.
        return str(
            self.ask(
                'root ? [...root.children].filter((node) => !node.matches("style, link"))'
                '.map((node) => node.innerText).join("\\n") : ""'
            )
        )

    @property
    def points(self) -> list[str]:
        return list(
            self.ask(
                '[...(root?.querySelectorAll("ol.points > li button.point") ?? [])]'
                ".map((point) => squeeze(point.textContent))"
            )
        )

    @property
    def marked(self) -> str:
        """The text under the highlight, or nothing."""
        return str(
            self.ask(
                'squeeze([...(CSS.highlights.get("nutgraf") ?? [])]'
                '.map((range) => range.toString()).join(""))'
            )
        )

    def press(self, selector: str) -> None:
        """Activate a part of the card with the keyboard, which does not move the page."""
        focus = "((part) => { part?.focus({ preventScroll: true }); return part !== null; })"
        if not self.ask(f"{focus}(root?.querySelector({json.dumps(selector)}) ?? null)"):
            raise AssertionError(f"the card has no {selector}")
        self.tab.press_enter()

    def press_choice(self, choice: str) -> None:
        """Press the mouse on a choice of the open options, where it is."""
        box = self.ask(f"""(() => {{
          const label = root.querySelector("input[value={choice}]").closest("label");
          const box = label.getBoundingClientRect();
          return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        self.tab.click_at(*box)

    def click(self, selector: str, index: int = 0) -> None:
        """Bring a part of the card into view and press the mouse on it."""
        box = self.ask(f"""(() => {{
          const part = root.querySelectorAll({json.dumps(selector)})[{index}];
          part.scrollIntoView({{ block: "center", behavior: "instant" }});
          const box = part.getBoundingClientRect();
          return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        self.tab.click_at(*box)

    def wait(self, *states: str | None, seconds: float = ANSWER_SECONDS) -> str | None:
        """Return the first of these states that the card reaches; None means no card."""
        end = time.monotonic() + seconds
        while (state := self.state) not in states:
            if time.monotonic() > end:
                button = getattr(self.tab.browser, "badge", "unknown")
                raise AssertionError(
                    f"the card stayed {state!r} ({self.error}) for {seconds:.0f} s, "
                    f"expected one of {states}; it says: {self.text!r}, "
                    f"the toolbar button: {button}"
                )
            time.sleep(POLL_SECONDS)
        return state

    def wait_for_digest(self) -> None:
        """Wait until the last point is there: a card shows the first while others are to come."""
        self.wait("points")
        self.wait_for("!root.textContent.includes('Simplifying…')", ANSWER_SECONDS)

    def wait_for(self, expression: str, seconds: float = CHANGE_SECONDS) -> None:
        """Wait until an expression holds, as a smooth scroll takes its time."""
        end = time.monotonic() + seconds
        while not self.ask(expression):
            if time.monotonic() > end:
                raise AssertionError(f"never true in {seconds:.0f} s: {expression}")
            time.sleep(POLL_SECONDS)

    def shows(self, paragraph: str) -> bool:
        """Say whether the page displays the paragraph that begins with this text."""
        return bool(self.ask(f"isShown(find({json.dumps(paragraph)}))"))


def open_digest(card: Card) -> Card:
    """Click the toolbar button and return when the points are there."""
    card.tab.click_toolbar()
    card.wait_for_digest()
    return card
