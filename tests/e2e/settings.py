"""The settings page, worked as a reader works it."""

import json
import time

from tests.e2e.card import POLL_SECONDS, Tab

ANSWER_SECONDS = 10.0

PAGE = "options/page.html"
CHOSEN = "Object.fromEntries(new FormData(document.querySelector('form')))"
STATUS = "document.querySelector('[role=status]').textContent"


class Settings:
    """The settings page in a tab of its own."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self._wait_for(f"Object.keys({CHOSEN}).length > 0")

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that the page shows, by the name of their setting."""
        return dict(self.tab.evaluate(CHOSEN))

    @property
    def status(self) -> str:
        """What the page says of the last choice."""
        return str(self.tab.evaluate(STATUS))

    def choose(self, choice: str) -> None:
        """Press the mouse on a choice that is not made yet, and wait until the page has kept it."""
        find = f"document.querySelector('input[value={choice}]').closest('label')"
        name = self.tab.evaluate(f"{find}.querySelector('.name').textContent")
        self.tab.click_at(
            *self.tab.evaluate(f"""(() => {{
          const box = {find}.getBoundingClientRect();
          return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        )
        self._wait_for(f"{STATUS} === {json.dumps(f'Saved: {name}')}")

    def forget(self) -> None:
        """Take every choice back, as a new profile has none."""
        self.tab.evaluate("chrome.storage.local.clear().then(() => true)")

    def _wait_for(self, expression: str) -> None:
        end = time.monotonic() + ANSWER_SECONDS
        while not self.tab.evaluate(expression):
            if time.monotonic() > end:
                raise AssertionError(f"never true in {ANSWER_SECONDS:.0f} s: {expression}")
            time.sleep(POLL_SECONDS)
