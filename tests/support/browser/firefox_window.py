"""Firefox's own window: the extension's button, the menus, and what the extension may read."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

MENU_SECONDS = 20.0
OPEN_MENU = '[...document.querySelectorAll("menupopup")].find((menu) => menu.state === "open")'


class FirefoxWindow:
    """The window around the pages, whose scripts may do all that a person can."""

    def __init__(self, evaluate: Callable[[str], Any], extension_id: str) -> None:
        self.evaluate = evaluate
        self._id = extension_id
        self._widget = re.sub(r"[^a-z0-9_-]", "_", extension_id.lower())

    @property
    def badge(self) -> tuple[str, str]:
        letters, title = self._ask_button(
            '[button.getAttribute("badge") ?? "", button.getAttribute("tooltiptext")]'
        )
        return letters, title

    def click_button(self) -> None:
        """Press the extension's button over the tab in front."""
        self._ask_button("button.click()")

    def choose_in_button_menu(self, entry: str) -> None:
        """Open the menu of the extension's button, and press an entry of its own."""
        self._open_button_menu()
        self.press_in_menu(entry)

    def is_ticked(self, entry: str) -> bool:
        """Say whether an entry in the menu of the extension's button has a tick."""
        self._open_button_menu()
        return bool(self._ask_menu(entry, "menu.hidePopup(), item.getAttribute('checked')"))

    def press_in_menu(self, entry: str) -> None:
        """Press an entry of the extension's in the menu that is opening."""
        self._ask_menu(entry, "menu.activateItem(item)")

    def press_shortcut(self, letter: str) -> None:
        """Do what Firefox does for Alt, Shift and a letter: no protocol's keys reach its window."""
        key = f'key[modifiers="alt,shift"][key="{letter}"]'
        keys = f"[...document.querySelectorAll({json.dumps(key)})]"
        ours = f"{keys}.find((key) => key.closest('keyset').id.startsWith('ext-keyset'))"
        self.evaluate(f"void {ours}.doCommand()")

    def change_permission(self, change: str, host: str) -> None:
        """`add` or `remove` what a site's pages need to be read by the extension."""
        what = json.dumps({"permissions": [], "origins": [f"*://{host}/*"]})
        self.evaluate(
            f"""(async () => {{
              const url = "resource://gre/modules/ExtensionPermissions.sys.mjs";
              const {{ ExtensionPermissions }} = ChromeUtils.importESModule(url);
              const id = {json.dumps(self._id)};
              const {{ extension }} = WebExtensionPolicy.getByID(id);
              await ExtensionPermissions.{change}(id, {what}, extension);
            }})()"""
        )

    def override(self, name: str, value: str) -> None:
        """Set how the tab in front is shown, as the browser's own tools for developers do."""
        context = "gBrowser.selectedBrowser.browsingContext"
        self.evaluate(f"void ({context}[{json.dumps(name)}] = {json.dumps(value)})")

    def ask_extension(self, member: str) -> Any:
        """Return what the browser knows of the extension."""
        return self.evaluate(f"WebExtensionPolicy.getByID({json.dumps(self._id)}).{member}")

    def _open_button_menu(self) -> None:
        self._ask_button(
            """(() => {
              const { left: clientX, top: clientY } = button.getBoundingClientRect();
              const at = { clientX, clientY, button: 2, bubbles: true, cancelable: true };
              button.dispatchEvent(new MouseEvent("contextmenu", at));
            })()"""
        )

    def _ask_menu(self, entry: str, expression: str) -> Any:
        """Return the value of an expression that may use the opening `menu` and an `item` of it."""
        self._wait_for(f"Boolean({OPEN_MENU})")
        find = json.dumps(f'[id="{self._widget}-menuitem-_{entry}"]')
        answer = self.evaluate(
            f"(() => {{ const menu = {OPEN_MENU}; const item = menu.querySelector({find});"
            f" return {expression}; }})()"
        )
        self._wait_for(f"!{OPEN_MENU}")
        return answer

    def _wait_for(self, expression: str) -> None:
        end = time.monotonic() + MENU_SECONDS
        while not self.evaluate(expression):
            if time.monotonic() > end:
                raise TimeoutError(f"never true in {MENU_SECONDS:.0f} s: {expression}")
            time.sleep(0.05)

    def _ask_button(self, expression: str) -> Any:
        """Return the value of an expression that may use the `button`."""
        # A new button starts in the overflow panel: a person would pin it first, and so do we.
        widget = json.dumps(f"{self._widget}-browser-action")
        return self.evaluate(
            f"""(() => {{
              const id = {widget};
              if (CustomizableUI.getPlacementOfWidget(id)?.area !== "nav-bar") {{
                CustomizableUI.addWidgetToArea(id, "nav-bar");
              }}
              const {{ node }} = CustomizableUI.getWidget(id).forWindow(window);
              const button = node.querySelector("toolbarbutton") ?? node;
              return {expression};
            }})()"""
        )
