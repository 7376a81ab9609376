/** The shortcuts' part of the settings page. Only the browser's own page can change them. */
import { listCommands, openShortcuts, say } from "../lib/browser.js";

const list = document.querySelector("#shortcut-list");

/** Our own name for the command that browsers name by themselves. */
const NAMES = { __proto__: null, _execute_action: say("shortcutOpen") };

async function show() {
  const items = (await listCommands()).map(({ name, description, shortcut }) => {
    const item = document.querySelector("#command").content.cloneNode(true);
    item.querySelector("dt").textContent = NAMES[name] ?? description;
    item.querySelector("dd").textContent = shortcut || say("shortcutNone");
    return item;
  });
  list.replaceChildren(...items);
}

document.querySelector("#change-shortcuts").addEventListener("click", openShortcuts);
document.addEventListener("visibilitychange", show);
await show();
