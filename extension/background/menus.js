/** The extension's entries in the browser's menus. */
import { replaceMenus, say, updateMenu } from "../lib/browser.js";
import { isAlways } from "../lib/sites.js";
import { toggleAlways } from "./auto-open.js";
import { shorten, toggle } from "./inject.js";
import { openSettings } from "./tabs.js";

/** Browsers keep extensions out of all other pages. */
const PAGES = ["http://*/*", "https://*/*", "file:///*"];

const ENTRIES = [
  { id: "page", title: say("title"), contexts: ["page"], documentUrlPatterns: PAGES },
  {
    id: "selection",
    title: say("menuSelection"),
    contexts: ["selection"],
    documentUrlPatterns: PAGES,
  },
  { id: "always", title: say("menuAlways"), contexts: ["action"], type: "checkbox" },
  { id: "settings", title: say("settings"), contexts: ["action"] },
];

const answers = {
  page: (tab) => toggle(tab),
  selection: (tab) => shorten(tab),
  always: async (tab) => {
    await toggleAlways(tab);
    await showSite(tab); // The browser has changed the tick itself, whatever the answer was.
  },
  settings: () => openSettings(),
};

/** Make the entries, once for each version: browsers keep them when the background stops. */
export function makeMenus() {
  return replaceMenus(ENTRIES);
}

export function answerMenu({ menuItemId }, tab) {
  return answers[menuItemId](tab);
}

/** Tick the "always" entry if it holds for the site in view: all tabs share one entry. */
export async function showSite({ url }) {
  await updateMenu("always", { checked: await isAlways(url) });
}
