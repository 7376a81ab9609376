/** The shortcuts section of the settings page. Only the browser's own page can change them. */
import { listCommands, openShortcuts, say } from "../lib/browser.js";
import { copyTemplate, find } from "../lib/page-elements.js";

const list = find("#shortcut-list", HTMLElement);

/** Our own name for the command that has no description of ours. */
const NAMES = { __proto__: null, _execute_action: say("shortcutOpen") };

async function show() {
  const items = (await listCommands()).map(({ name, description, shortcut }) => {
    const item = copyTemplate("#command");
    find("dt", HTMLElement, item).textContent = NAMES[name] ?? description;
    find("dd", HTMLElement, item).textContent = shortcut || say("shortcutNone");
    return item;
  });
  list.replaceChildren(...items);
}

find("#change-shortcuts", HTMLElement).addEventListener("click", openShortcuts);
document.addEventListener("visibilitychange", show);
await show();
