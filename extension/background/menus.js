/** Our entries in the browser's own menus. */
import { isAlways } from "../lib/sites.js";
import { toggleAlways } from "./auto-open.js";
import { shorten, toggle } from "./inject.js";
import { openSettings } from "./tabs.js";

/** Elsewhere the browser lets no extension in. */
const PAGES = ["http://*/*", "https://*/*", "file:///*"];

const say = (key) => chrome.i18n.getMessage(key);

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

/** Whether the entry for always is ticked: null when that is not known. */
let isTicked = null;

const answers = {
  page: (tab) => toggle(tab),
  selection: (tab) => shorten(tab),
  always: async (tab) => {
    isTicked = null; // The browser has turned it round by itself.
    await toggleAlways(tab);
    await showSite(tab);
  },
  settings: () => openSettings(),
};

/** Make the entries. Browsers keep them when the background stops: they are made once a version. */
export async function makeMenus() {
  await chrome.contextMenus.removeAll();
  for (const entry of ENTRIES) chrome.contextMenus.create(entry);
}

export function answerMenu({ menuItemId }, tab) {
  return answers[menuItemId](tab);
}

/** Tick the entry of a site that is always in short. There is one entry, for all tabs. */
export async function showSite({ url }) {
  const checked = await isAlways(url);
  if (checked === isTicked) return;
  isTicked = checked;
  // In the first moment of an installation there is no entry yet.
  await chrome.contextMenus.update("always", { checked }).catch(() => {});
}
