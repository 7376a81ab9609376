/** Puts the page scripts into a tab, and has them open the card there. */
import { executeScript, fileUrl, insertStyle, listCommands, removeStyle } from "../lib/browser.js";
import { explainPageFailures } from "../lib/failures.js";
import { CHOICES, loadSettings } from "../lib/settings.js";
import { isAlways } from "../lib/sites.js";
import { showNoEntry } from "./badge.js";

/** In the order in which they need each other. */
export const PAGE_SCRIPTS = [
  "vendor/Readability.js",
  "content/browser.js",
  "content/dom.js",
  "content/cleanup.js",
  "content/protocol.js",
  "content/english.js",
  "content/extraction/dom-text.js",
  "content/extraction/clutter.js",
  "content/extraction/headings.js",
  "content/extraction/json-ld.js",
  "content/extraction/paywall.js",
  "content/extraction/page-kind.js",
  "content/extraction/candidates.js",
  "content/extraction/article.js",
  "content/extraction/selection.js",
  "content/page/navigation.js",
  "content/card/state.js",
  "content/page/images.js",
  "content/page/layout.js",
  "content/page/article-body.js",
  "content/page/view.js",
  "content/page/highlight.js",
  "content/card/theme.js",
  "content/card/elements.js",
  "content/card/export-text.js",
  "content/card/clipboard.js",
  "content/card/speech.js",
  "content/card/panels.js",
  "content/card/toolbar.js",
  "content/extraction/metadata.js",
  "content/card/point-list.js",
  "content/card/about.js",
  "content/card/back-button.js",
  "content/card/states-view.js",
  "content/card/card.js",
  "content/messaging.js",
  "content/session.js",
  "content/main.js",
];

/** What the card looks like. */
const CARD_STYLES = [
  "lib/palette.css",
  "content/card/card.css",
  "content/card/about.css",
  "content/card/reading.css",
  "content/card/waiting.css",
  "content/card/toolbar.css",
];

/**
 * Soon after a page load Chromium refuses some calls though the click has granted the tab: 5 of
 * 80 failed. Three tries were enough on an idle machine, so these are for a busy one.
 */
const TRIES = 8;
const TRY_AGAIN_MS = 100;

/** Run a function or files in a tab that the reader has let us into; throws where that is not so. */
export async function execute(injection) {
  for (let tries = 1; ; tries++) {
    try {
      return await executeScript(injection);
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

/** The style goes in by hand: a link to it would let every page see that Nutgraf is installed. */
export async function readCardStyle() {
  const read = async (file) => (await fetch(fileUrl(file))).text();
  return (await Promise.all(CARD_STYLES.map(read))).join("\n");
}

/**
 * Gather what the card must know of its reader.
 * @returns {Promise<{settings: Object<string, string>, choices: [string, string[]][],
 *     shortcut: string, isAlways: boolean,
 *     failures: Object<string, import("../lib/failures.js").Explanation>}>} `choices` in the order
 *     in which they are shown; `shortcut` is "" if the reader has removed it; `isAlways` is whether
 *     articles of this site open by themselves; `failures` is what a page script can find
 */
export async function readReader({ url }) {
  const [settings, commands, isAlwaysOn] = await Promise.all([
    loadSettings(),
    listCommands(),
    isAlways(url),
  ]);
  const shortcut = commands.find(({ name }) => name === "_execute_action")?.shortcut ?? "";
  // A list, as what is passed to a page has its fields sorted on the way.
  const choices = Object.entries(CHOICES);
  const failures = explainPageFailures();
  return { settings, choices, shortcut, isAlways: isAlwaysOn, failures };
}

/** What the page is given while the card is open. Each file says why it has its origin. */
const pageStyles = (tabId) => [
  { target: { tabId }, files: ["content/page/hidden.css"], origin: "USER" },
  { target: { tabId }, files: ["content/page/highlight.css"], origin: "AUTHOR" },
];

/** Give the page its styles, once for each card: what Chromium was given twice stays when it is taken back once. */
async function giveStyles(target) {
  const isOpen = await execute({ target, func: () => globalThis.nutgraf?.isOpen?.() ?? false });
  if (isOpen) return;
  await Promise.all(pageStyles(target.tabId).map((style) => insertStyle(style)));
}

/** Call one of the functions that main.js gives the page. */
async function call(tab, name) {
  const target = { tabId: tab.id };
  // All at once, as each takes its time: scripts that are there already leave all as it is.
  const [style, reader] = await Promise.all([
    readCardStyle(),
    readReader(tab),
    execute({ target, files: PAGE_SCRIPTS }),
    giveStyles(target),
  ]);
  const func = (name, ...args) => globalThis.nutgraf[name](...args);
  await execute({ target, func, args: [name, style, reader] });
}

/** Open the card in a tab, or close it. */
export function toggle(tab) {
  return call(tab, "toggle").catch(() => showNoEntry(tab.id));
}

/** Open a card for what the reader has selected in a tab. */
export function shorten(tab) {
  return call(tab, "shorten").catch(() => showNoEntry(tab.id));
}

/** Open the card in a tab of a site that is always in short, where it has an article. */
export function openByItself(tab) {
  // The permission may just have been taken away. Nobody has asked, so nobody is told.
  return call(tab, "openByItself").catch(() => {});
}

/** Take back what the page was given. */
export function takeStyles(tab) {
  for (const style of pageStyles(tab.id)) removeStyle(style).catch(() => {});
}
