"""The settings page, worked as a reader works it."""

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Protocol

from tests.support.browser.backend import Backend
from tests.support.browser.card import POLL_SECONDS, Tab

ANSWER_SECONDS = 20.0

PAGE = "options/page.html"
WELCOME = "welcome/page.html"
# Any file of the extension that is opened as a page has its powers. This one runs no script.
BARE = "lib/palette.css"
CHOSEN = "Object.fromEntries(new FormData(document.querySelector('#choices')))"
STATUS = "document.querySelector('#saved').textContent"
STATE = "document.querySelector('#state').dataset.state"


class Browser(Protocol):
    """What pairing needs of a browser driver."""

    @property
    def settings_url(self) -> str:
        """The address of the extension's settings page."""

    def open(self, url: str) -> Tab:
        """Open a page in a new tab and wait until it has loaded."""

    def ask_own_page(self, expression: str) -> Any:
        """Return the value of an expression in a page of the extension."""


class Settings:
    """The settings page in a tab of its own."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        # A tab that somebody else opened can still be parsing: before this it has no form.
        self._wait_for("document.readyState === 'complete'")
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
        self._click(find)
        self._wait_for(f"{STATUS} === {json.dumps(f'Saved: {name}')}")

    @property
    def stored(self) -> dict[str, str]:
        """The choices that the browser has kept."""
        names = json.dumps(list(self.chosen))
        return dict(self.tab.evaluate(f"chrome.storage.local.get({names})"))

    def wait_until_kept(self, name: str, choice: str) -> None:
        """Wait until the browser has kept a choice that was made in a card."""
        wanted = json.dumps(choice)
        self._wait_for(
            f"chrome.storage.local.get('{name}').then(({{ {name}: kept }}) => kept === {wanted})"
        )

    @property
    def connection(self) -> str:
        """What the page says of the server."""
        return str(self.tab.evaluate("document.querySelector('#state').innerText"))

    @property
    def focused(self) -> str:
        """The id of the field that has the focus, or nothing."""
        return str(self.tab.evaluate("document.activeElement?.id ?? ''"))

    def pair(self, code: str) -> str:
        """Type a pairing code, press its button, and return `paired` or `failed`."""
        return self._enter("code", code)

    def set_port(self, port: str) -> str:
        """Type a port, press its button, and return `paired` or `failed`."""
        return self._enter("port", port)

    def wait_for_state(self) -> str:
        """Return `paired` or `failed`, once the server has answered or will not."""
        self._wait_for(f"{STATE} !== 'asking'")
        return str(self.tab.evaluate(STATE))

    @contextmanager
    def unpaired(self) -> Iterator[None]:
        """Take port and token away for a while: a new profile has none."""
        local, keys = "chrome.storage.local", "['port', 'token']"
        kept = json.dumps(self.tab.evaluate(f"{local}.get({keys})"))
        self.tab.evaluate(f"{local}.remove({keys}).then(() => true)")
        try:
            yield
        finally:
            restore = f"{local}.remove({keys}).then(() => {local}.set({kept})).then(() => true)"
            self.tab.evaluate(restore)

    def _enter(self, field: str, text: str) -> str:
        self.wait_for_state()
        find = f"document.querySelector('#{field}')"
        self._click(find)
        self.tab.evaluate(f"{find}.select()")
        self.tab.type_text(text)
        self.tab.evaluate("document.querySelector('#state').dataset.state = 'asking'")
        self._click(f"{find}.form.querySelector('button')")
        return self.wait_for_state()

    def _click(self, find: str) -> None:
        self.tab.click_at(
            *self.tab.evaluate(f"""(() => {{
          const part = {find};
          part.scrollIntoView({{ block: "center", behavior: "instant" }});
          const box = part.getBoundingClientRect();
          return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        )

    def _wait_for(self, expression: str) -> None:
        end = time.monotonic() + ANSWER_SECONDS
        while not self.tab.evaluate(expression):
            if time.monotonic() > end:
                raise AssertionError(f"never true in {ANSWER_SECONDS:.0f} s: {expression}")
            time.sleep(POLL_SECONDS)


def forget_choices(browser: Browser) -> None:
    """Forget every choice, those made in cards too, but not the pairing."""
    local = "chrome.storage.local"
    names = "Object.keys(kept).filter((name) => name !== 'port' && name !== 'token')"
    forget = f"{local}.get().then((kept) => {local}.remove({names})).then(() => true)"
    browser.ask_own_page(forget)


def pair(browser: Browser, backend: Backend) -> None:
    """Pair a browser with a server that runs, as a reader does who types a code."""
    with closing(browser.open(browser.settings_url)) as tab:
        settings = Settings(tab)
        if settings.pair(backend.pairing.offer_code()) != "paired":
            raise AssertionError(f"not paired: {settings.connection}")
