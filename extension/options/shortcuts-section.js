/** The shortcuts' part of the settings page. Only the browser's own page can change them. */
import { say } from "../lib/i18n.js";

const list = document.querySelector("#shortcut-list");

/** Our own name for the command that browsers name by themselves. */
const NAMES = { __proto__: null, _execute_action: say("shortcutOpen") };

async function show() {
  const items = (await chrome.commands.getAll()).map(({ name, description, shortcut }) => {
    const item = document.querySelector("#command").content.cloneNode(true);
    item.querySelector("dt").textContent = NAMES[name] ?? description;
    item.querySelector("dd").textContent = shortcut || say("shortcutNone");
    return item;
  });
  list.replaceChildren(...items);
}

function change() {
  // Chromium has no call for it, but a page that an extension may open.
  if (chrome.commands.openShortcutSettings) return chrome.commands.openShortcutSettings();
  return chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
}

document.querySelector("#change-shortcuts").addEventListener("click", change);
document.addEventListener("visibilitychange", show);
await show();
