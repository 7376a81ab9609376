/** Injects the scripts into a page, and tells them to open the card. */
import { executeScript, fileUrl, insertStyle, listCommands, removeStyle } from "../lib/browser.js";
import { explainPageFailures } from "../lib/failures.js";
import { CHOICES, loadSettings } from "../lib/settings.js";
import { isAlways } from "../lib/sites.js";
import { showNoEntry } from "./badge.js";

/** In dependency order: each script may use those above it. */
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

/** The style sheets of the card. */
const CARD_STYLES = [
  "lib/palette.css",
  "content/card/card.css",
  "content/card/about.css",
  "content/card/reading.css",
  "content/card/waiting.css",
  "content/card/toolbar.css",
];

/**
 * Soon after a page load, Chromium refuses some calls although the click has granted access to the
 * tab: 5 of 80 failed. Three tries were enough on an idle machine; a busy one needs more.
 */
const TRIES = 20;
const TRY_AGAIN_MS = 100;

/** Run a function or files in a tab. Throws if the reader has not granted access to it. */
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

/**
 * Read the card's style sheets as text. Linked files would have to be web-accessible, and any page
 * could then see that Nutgraf is installed.
 */
export async function readCardStyle() {
  const read = async (file) => (await fetch(fileUrl(file))).text();
  return (await Promise.all(CARD_STYLES.map(read))).join("\n");
}

/**
 * Collect what the card needs to know about its reader.
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
  // A list: the fields of an object that is passed to a page arrive sorted.
  const choices = Object.entries(CHOICES);
  const failures = explainPageFailures();
  return { settings, choices, shortcut, isAlways: isAlwaysOn, failures };
}

/** The styles that a page has while its card is open. Each file explains its origin. */
const pageStyles = (tabId) => [
  { target: { tabId }, files: ["content/page/hidden.css"], origin: "USER" },
  { target: { tabId }, files: ["content/page/highlight.css"], origin: "AUTHOR" },
];

/**
 * Insert the page's styles, once for each card: Chromium keeps a style that was inserted twice and
 * removed once.
 */
async function insertStyles(target) {
  const isOpen = await execute({ target, func: () => globalThis.nutgraf?.isOpen?.() ?? false });
  if (isOpen) return;
  await Promise.all(pageStyles(target.tabId).map((style) => insertStyle(style)));
}

/** Call one of the functions that content/main.js defines. */
async function call(tab, name) {
  const target = { tabId: tab.id };
  // Concurrently, since each takes time. Scripts that are already there change nothing.
  const [style, reader] = await Promise.all([
    readCardStyle(),
    readReader(tab),
    execute({ target, files: PAGE_SCRIPTS }),
    insertStyles(target),
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

/** Open the card without a click, if the page has an article. */
export function openByItself(tab) {
  // The permission may just have been removed. The reader did not click, so no error is shown.
  return call(tab, "openByItself").catch(() => {});
}

/** Remove the page's styles. */
export function removeStyles(tab) {
  for (const style of pageStyles(tab.id)) removeStyle(style).catch(() => {});
}
