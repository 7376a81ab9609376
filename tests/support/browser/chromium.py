"""Chromium with the unpacked extension, driven by Playwright."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, ViewportSize

from tests.support.browser import settings

EXECUTABLE = Path("/usr/bin/chromium")
INSTALL = "apt-get install --no-install-recommends chromium"
VIEWPORT = ViewportSize(width=1000, height=900)
START_SECONDS = 30
IS_LISTENING = (
    "registration.active?.state === 'activated' && chrome.action.onClicked.hasListeners()"
)
ALT_SHIFT = 1 | 8  # CDP's bit mask of modifier keys: Alt is 1, Shift is 8.

# Counts the clicks that reach the worker, in the worker.
COUNT_CLICKS = """(() => {
  if (globalThis.clicks === undefined) {
    globalThis.clicks = 0;
    chrome.action.onClicked.addListener(() => { globalThis.clicks += 1; });
  }
  return globalThis.clicks;
})()"""
# A script of the browser's page of extensions, shown as text: it has the page's powers, and draws
# nothing.
EXTENSIONS_PAGE = "chrome://extensions/extensions.js"
HEARD_SECONDS = 5.0
PRESSES = 3

# No name but the test hosts resolves, so a page of the real web cannot reach its own web.
HERMETIC = (
    "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, "
    "EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE 0.0.0.0"
)
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-popup-blocking",
    "--disable-sync",
)


def list_flags(port: int) -> list[str]:
    """Return the switches that make the site at `port` a public one, and every other host absent.

    Without the public address space Local Network Access is off, and a test of it proves nothing.
    """
    return [*QUIET, HERMETIC, f"--ip-address-space-overrides=127.0.0.1:{port}=public"]


def wait_until_listening(is_listening: Callable[[], bool]) -> None:
    """Wait until the worker has its listeners: a click before that wakes nobody, and is lost."""
    end = time.monotonic() + START_SECONDS
    while not is_listening():
        if time.monotonic() > end:
            raise TimeoutError("the background worker did not start")
        time.sleep(0.05)


class ChromiumTab:
    """One page of a `Chromium`."""

    def __init__(self, browser: "Chromium", page: Page) -> None:
        self.browser = browser
        self.page = page
        self.cdp = page.context.new_cdp_session(page)
        self.is_altered = False

    def visit(self, url: str) -> None:
        self.page.goto(url)

    def evaluate(self, expression: str, *, is_press: bool = False) -> Any:
        """Return the JSON value of an expression, which a page's CSP cannot refuse.

        `is_press` has the browser take it for what a press of the mouse has started.
        """
        # Playwright's own `evaluate` calls eval in the page; this is allowed under any policy.
        how = {"awaitPromise": True, "returnByValue": True, "userGesture": is_press}
        answer = self.cdp.send("Runtime.evaluate", {"expression": expression, **how})
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description"))
        return answer["result"].get("value")

    def bring_to_front(self) -> None:
        """Show the tab, as a press on it does."""
        self.page.bring_to_front()

    def click_toolbar(self) -> None:
        """Press the extension's button. Chromium counts this as a user's gesture on the tab."""
        self.bring_to_front()
        self.browser.trigger_action()

    def press_shortcut(self, letter: str) -> None:
        """Press Alt, Shift and a letter in the browser, where extension shortcuts are heard."""
        code = ord(letter)
        codes = {"windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code}
        key = {"key": letter, "code": f"Key{letter}", **codes}
        for kind in ("rawKeyDown", "keyUp"):
            self.cdp.send("Input.dispatchKeyEvent", {"type": kind, "modifiers": ALT_SHIFT, **key})

    def click_at(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def choose_in_menu(self, entry: str, _x: float, _y: float) -> None:
        """Tell the extension that an entry of its own was chosen.

        No protocol reaches Chromium's menus. What is left out is the gesture: this grants nothing.
        """
        self.bring_to_front()
        self.browser.ask_extension(
            "chrome.tabs.query({ active: true }).then(([tab]) =>"
            f" chrome.contextMenus.onClicked.dispatch({{ menuItemId: {json.dumps(entry)} }}, tab))"
        )

    def type_text(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press_enter(self) -> None:
        self.page.keyboard.press("Enter")

    def press_keys(self, *keys: str) -> None:
        self.page.keyboard.press("+".join(keys))

    def set_dark(self, is_dark: bool) -> None:
        self.is_altered = is_dark
        self.page.emulate_media(color_scheme="dark" if is_dark else "light")

    def set_calm(self, is_calm: bool) -> None:
        self.is_altered = True
        self.page.emulate_media(reduced_motion="reduce" if is_calm else "no-preference")

    def set_forced(self, is_forced: bool) -> None:
        self.is_altered = True
        self.page.emulate_media(forced_colors="active" if is_forced else "none")

    def set_print(self, is_print: bool) -> None:
        self.is_altered = True
        self.page.emulate_media(media="print" if is_print else "screen")

    def set_text_size(self, pixels: int) -> None:
        self.is_altered = True
        self.cdp.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})

    def resize(self, width: int, height: int, zoom: int = 1) -> None:
        self.is_altered = True
        size = {"width": width // zoom, "height": height // zoom}
        screen = {**size, "deviceScaleFactor": zoom, "mobile": False}
        self.cdp.send("Emulation.setDeviceMetricsOverride", screen)

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def close(self) -> None:
        self.page.close()


class Chromium:
    """A fresh profile with one extension."""

    name = "chromium"

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        worker = next(iter(context.service_workers), None) or context.wait_for_event(
            "serviceworker"
        )
        self.extension_id = worker.url.split("/")[2]
        wait_until_listening(lambda: bool(worker.evaluate(IS_LISTENING)))
        assert context.browser
        self.cdp = context.browser.new_browser_cdp_session()
        self._behind: dict[str, ChromiumTab] = {}

    @classmethod
    @contextmanager
    def launch(
        cls, playwright: Playwright, extension: Path, profile: Path, port: int
    ) -> Iterator["Chromium"]:
        """Run Chromium with the extension, and with the site at `port` public, until the end."""
        load = [f"--disable-extensions-except={extension}", f"--load-extension={extension}"]
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=EXECUTABLE,
            headless=True,
            chromium_sandbox=False,  # The sandbox refuses root, and CI containers are root.
            args=[*list_flags(port), *load],
            viewport=VIEWPORT,
        )
        try:
            yield cls(context)
        finally:
            context.close()

    def open(self, url: str, *, is_whole: bool = True) -> ChromiumTab:
        """Open a page in a new tab and wait until it has loaded, or has been parsed."""
        page = self.context.new_page()
        page.goto(url, wait_until="load" if is_whole else "domcontentloaded")
        return ChromiumTab(self, page)

    @property
    def settings_url(self) -> str:
        return f"chrome-extension://{self.extension_id}/{settings.PAGE}"

    @property
    def welcome_url(self) -> str:
        return self.settings_url.replace(settings.PAGE, settings.WELCOME)

    @property
    def bare_url(self) -> str:
        return self.settings_url.replace(settings.PAGE, settings.BARE)

    def ask_own_page(self, expression: str, *, is_press: bool = False) -> Any:
        """Return the value of an expression in a page of the extension, as if pressed for it."""
        return self._open_behind(self.bare_url).evaluate(expression, is_press=is_press)

    def wait_for_tab(self, url: str) -> ChromiumTab:
        """Return the tab that shows an address, once the extension has opened it."""
        end = time.monotonic() + START_SECONDS
        while not (found := [page for page in self.context.pages if page.url == url]):
            if time.monotonic() > end:
                raise TimeoutError(f"no tab has come to {url}")
            # Playwright hears of new pages while it waits.
            self.context.pages[0].wait_for_timeout(50)
        return ChromiumTab(self, found[0])

    @property
    def badge(self) -> tuple[str, str]:
        """What the toolbar button says over the tab in front: its letters, and its title."""
        letters, title = self.ask_extension(
            "chrome.tabs.query({ active: true }).then(([{ id: tabId }]) => Promise.all("
            "[chrome.action.getBadgeText({ tabId }), chrome.action.getTitle({ tabId })]))"
        )
        return letters, title

    def ask_extension(self, expression: str) -> Any:
        """Return the value of an expression in the extension's worker."""
        return self.context.service_workers[0].evaluate(expression)

    def allow(self, host: str) -> None:
        """Let the extension read a site, without the question that nobody could answer here.

        A person has allowed it on the browser's page of extensions; a press in a page of the
        extension then gets it at once.
        """
        self._manage("addHostPermission", host)
        what = f"{{ origins: [{json.dumps(f'*://{host}/*')}] }}"
        self.ask_own_page(f"chrome.permissions.request({what})", is_press=True)

    def forbid(self, host: str) -> None:
        """Take that back, on the browser's page of extensions."""
        self._manage("removeHostPermission", host)

    def _manage(self, call: str, host: str) -> None:
        arguments = f"{json.dumps(self.extension_id)}, {json.dumps(f'*://{host}/*')}"
        manage = f"chrome.developerPrivate.{call}({arguments}).then(() => true, () => false)"
        self._open_behind(EXTENSIONS_PAGE).evaluate(manage)

    def _open_behind(self, url: str) -> ChromiumTab:
        """Return the tab of a page that stays open behind the others."""
        if url not in self._behind:
            self.cdp.send("Target.createTarget", {"url": url, "background": True})
            self._behind[url] = self.wait_for_tab(url)
        return self._behind[url]

    def trigger_action(self) -> None:
        """Press the toolbar button over the tab in front until the worker has heard it.

        In two full runs a press opened no card and the worker showed no fault, while 1,600 presses
        beside three other browsers all worked. A press that the worker has heard is not repeated.
        """
        before = self.ask_extension(COUNT_CLICKS)
        for _ in range(PRESSES):
            self.press_on(self.find_front())
            end = time.monotonic() + HEARD_SECONDS
            while time.monotonic() < end:
                if self.ask_extension(COUNT_CLICKS) != before:
                    return
                time.sleep(0.01)
        raise TimeoutError(f"{PRESSES} presses of the toolbar button reached no worker")

    def find_front(self) -> str:
        """Return the target of the tab in front."""
        # Only a target of type "tab" is accepted: the page inside it is refused.
        query = {"filter": [{"type": "tab"}]}
        tabs = self.cdp.send("Target.getTargets", query)["targetInfos"]
        [target] = [tab["targetId"] for tab in tabs if tab["embedderData"]["tabActive"]]
        return str(target)

    def press_on(self, target: str) -> None:
        """Press the toolbar button over a tab."""
        self.cdp.send("Extensions.triggerAction", {"id": self.extension_id, "targetId": target})
