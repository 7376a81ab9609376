"""Firefox with the extension installed for the session, driven by WebDriver BiDi over a socket.

Neither geckodriver nor Selenium is needed: Firefox speaks the protocol itself.
"""

import base64
import itertools
import json
import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import websocket

from tests.support.browser import settings
from tests.support.browser.firefox_preferences import write_preferences
from tests.support.browser.firefox_window import FirefoxWindow

EXECUTABLE = Path("/usr/bin/firefox-esr")
INSTALL = "apt-get install --no-install-recommends firefox-esr"
START_SECONDS = 60.0
ANSWER_SECONDS = 30.0

RIGHT_BUTTON = 2
ENTER = "\ue006"  # As WebDriver writes keys that are no characters.
# As WebDriver writes them.
KEYS = {
    "Tab": "\ue004",
    "Enter": ENTER,
    "Shift": "\ue008",
    "Control": "\ue009",
    "Escape": "\ue00c",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
}
TEXT_PREFERENCE = "font.size.variable.x-western"
MOTION_PREFERENCE = "ui.prefersReducedMotion"
SCHEME_PREFERENCE = "layout.css.prefers-color-scheme.content-override"  # 0 is dark, 1 is light.


class FirefoxTab:
    """One page of a `Firefox`."""

    def __init__(self, browser: "Firefox", context: str) -> None:
        self.browser = browser
        self.context = context
        self.is_altered = False

    def visit(self, url: str) -> None:
        self.browser.send(
            "browsingContext.navigate", context=self.context, url=url, wait="complete"
        )

    def evaluate(self, expression: str) -> Any:
        """Return the JSON value of an expression."""
        return self.browser.evaluate(self.context, expression)

    def bring_to_front(self) -> None:
        """Show the tab, as a press on it does."""
        self.browser.send("browsingContext.activate", context=self.context)

    def click_toolbar(self) -> None:
        self.bring_to_front()
        self.browser.window.click_button()

    def click_at(self, x: float, y: float, button: int = 0) -> None:
        moves = [
            {"type": "pointerMove", "x": int(x), "y": int(y)},
            {"type": "pointerDown", "button": button},
            {"type": "pointerUp", "button": button},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": moves}
        self.browser.send("input.performActions", context=self.context, actions=[mouse])

    def choose_in_menu(self, entry: str, x: float, y: float) -> None:
        """Open the browser's menu at a point of the page, and press an entry of the extension's."""
        self.bring_to_front()
        self.click_at(x, y, RIGHT_BUTTON)
        self.browser.window.press_in_menu(entry)

    def type_text(self, text: str) -> None:
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        board = {"type": "key", "id": "keyboard", "actions": keys}
        self.browser.send("input.performActions", context=self.context, actions=[board])

    def press_enter(self) -> None:
        self.type_text(ENTER)

    def press_keys(self, *keys: str) -> None:
        values = [KEYS.get(key, key) for key in keys]
        downs = [{"type": "keyDown", "value": value} for value in values]
        ups = [{"type": "keyUp", "value": value} for value in reversed(values)]
        board = {"type": "key", "id": "keyboard", "actions": [*downs, *ups]}
        self.browser.send("input.performActions", context=self.context, actions=[board])

    def set_dark(self, is_dark: bool) -> None:
        self.browser.set_preference(SCHEME_PREFERENCE, 0 if is_dark else 1)

    def set_calm(self, is_calm: bool) -> None:
        self.browser.set_preference(MOTION_PREFERENCE, int(is_calm))

    def set_forced(self, is_forced: bool) -> None:
        self.is_altered = True
        self.browser.window.override("forcedColorsOverride", "active" if is_forced else "none")

    def set_print(self, is_print: bool) -> None:
        self.is_altered = True
        self.browser.window.override("mediumOverride", "print" if is_print else "")

    def set_text_size(self, pixels: int) -> None:
        self.browser.set_preference(TEXT_PREFERENCE, pixels)

    def resize(self, width: int, height: int, zoom: int = 1) -> None:
        self.is_altered = True
        size = {"width": width // zoom, "height": height // zoom}
        self.browser.send(
            "browsingContext.setViewport",
            context=self.context,
            viewport=size,
            devicePixelRatio=float(zoom),
        )

    def screenshot(self, path: Path) -> None:
        shot = self.browser.send("browsingContext.captureScreenshot", context=self.context)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        self.browser.send("browsingContext.close", context=self.context)


class Firefox:
    """A profile with one extension: a folder for this run only, or an archive that stays in it."""

    name = "firefox"

    def __init__(self, extension: Path, profile: Path, port: int) -> None:
        self._ids = itertools.count(1)
        self._socket: websocket.WebSocket | None = None
        self._behind: FirefoxTab | None = None
        write_preferences(profile, port)
        self._log = profile / "stderr.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    EXECUTABLE,
                    "--headless",
                    "--no-remote",
                    *("--profile", profile),
                    *("--remote-debugging-port", "0"),
                    "--remote-allow-system-access",
                    "about:blank",
                ],
                stdout=log,
                stderr=log,
                env={**os.environ, "HOME": str(profile)},
                start_new_session=True,  # One group, so that `close` ends every process.
            )
        try:
            # Firefox refuses a socket that carries an Origin it was not told of: so none is sent.
            address = f"{self._wait_for_address()}/session"
            self._socket = websocket.create_connection(address, suppress_origin=True)
            self.send("session.new", capabilities={})
            kind = "path" if extension.is_dir() else "archivePath"
            self.extension_id = self.send(
                "webExtension.install",
                extensionData={"type": kind, "path": str(extension)},
                **{"moz:permanent": extension.is_file()},
            )["extension"]
            tree = self.send("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
            [window] = [c["context"] for c in tree if c["url"].endswith("browser.xhtml")]
            self.window = FirefoxWindow(partial(self.evaluate, window), self.extension_id)
        except BaseException:
            self.close()
            raise

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the result of one BiDi command."""
        assert self._socket, "Firefox is not connected"
        number = next(self._ids)
        self._socket.settimeout(ANSWER_SECONDS)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") != number:
                continue  # An event, or the answer to a command that ran out of time.
            if answer["type"] == "error":
                raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
            return dict(answer["result"])

    def evaluate(self, context: str, expression: str) -> Any:
        """Return the JSON value of an expression in a page or in the browser's own window."""
        # BiDi has its own encoding of values; JSON text passes through it unchanged.
        answer = self.send(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})) ?? 'null')()",
            target={"context": context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def open(self, url: str) -> FirefoxTab:
        """Open a page in a new tab in front and wait until it has loaded."""
        tab = FirefoxTab(self, self.send("browsingContext.create", type="tab")["context"])
        tab.bring_to_front()
        tab.visit(url)
        return tab

    @property
    def settings_url(self) -> str:
        host = self.window.ask_extension("mozExtensionHostname")
        return f"moz-extension://{host}/{settings.PAGE}"

    @property
    def welcome_url(self) -> str:
        return self.settings_url.replace(settings.PAGE, settings.WELCOME)

    @property
    def bare_url(self) -> str:
        return self.settings_url.replace(settings.PAGE, settings.BARE)

    def ask_own_page(self, expression: str) -> Any:
        """Return the value of an expression in a page of the extension, which stays open behind."""
        if not self._behind:
            tab = self.send("browsingContext.create", type="tab", background=True)["context"]
            self._behind = FirefoxTab(self, tab)
            self._behind.visit(self.bare_url)
        return self._behind.evaluate(expression)

    def wait_for_tab(self, url: str) -> FirefoxTab:
        """Return the tab that shows an address, once the extension has opened it."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            for context in self.send("browsingContext.getTree")["contexts"]:
                if context["url"] == url:
                    return FirefoxTab(self, context["context"])
            time.sleep(0.05)
        raise TimeoutError(f"no tab has come to {url}")

    @property
    def badge(self) -> tuple[str, str]:
        """What the toolbar button says over the tab in front: its letters, and its title."""
        return self.window.badge

    def allow(self, host: str) -> None:
        """Let the extension read a site, as a person can on the browser's page of extensions."""
        self.window.change_permission("add", host)

    def forbid(self, host: str) -> None:
        """Take that back."""
        self.window.change_permission("remove", host)

    def stop_background(self) -> None:
        """Stop the background page as Firefox itself does after 30 idle seconds."""
        self.window.ask_extension("extension.terminateBackground({ ignoreDevToolsAttached: true })")

    def reload_extension(self) -> None:
        """Start the extension anew, as an update does: its scripts in open pages are cut off."""
        addon = f"AddonManager.getAddonByID({json.dumps(self.extension_id)})"
        self.window.evaluate(f"{addon}.then((addon) => addon.reload()).then(() => true)")
        self._behind = None  # It is closed with all of the extension's pages.

    def set_preference(self, name: str, value: int) -> None:
        self.window.evaluate(f"Services.prefs.setIntPref({json.dumps(name)}, {value})")

    def quit(self) -> None:
        """End the browser as a person does: it writes down what it has to keep."""
        self.send("browser.close")
        self._process.wait(ANSWER_SECONDS)

    def close(self) -> None:
        """End the browser and all its processes."""
        if self._socket:
            self._socket.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _wait_for_address(self) -> str:
        end = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < end:
            if found := re.search(r"BiDi listening on (ws://\S+)", self._log.read_text()):
                return found[1]
            time.sleep(0.05)
        raise RuntimeError(f"Firefox did not start: {self._log.read_text()[-2000:]}")
