/**
 * The service worker: puts the page scripts into a tab on a click, and asks the server for them.
 * Browsers stop it at any time, so it keeps nothing between two events.
 */
import { loadConnection, sealStore } from "./lib/connection.js";
import { pairByLink, readWelcome, showOutcome } from "./lib/pairing.js";
import { digest } from "./lib/server.js";
import { loadSettings } from "./lib/settings.js";

/** In the order in which they need each other. */
const PAGE_SCRIPTS = [
  "vendor/Readability.js",
  "page/text.js",
  "page/clutter.js",
  "page/structured.js",
  "page/candidates.js",
  "page/article.js",
  "page/state.js",
  "page/view.js",
  "page/marks.js",
  "page/parts.js",
  "page/faces.js",
  "page/card.js",
  "page/main.js",
];

/**
 * Soon after a page load Chromium refuses some calls though the click has granted the tab: 5 of
 * 80 failed. Three tries were enough on an idle machine, so these are for a busy one.
 */
const TRIES = 8;
const TRY_AGAIN_MS = 100;

async function execute(injection) {
  for (let tries = 1; ; tries++) {
    try {
      const [{ result }] = await chrome.scripting.executeScript(injection);
      return result;
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

/** What the card looks like. */
const CARD_STYLES = ["lib/palette.css", "page/card.css"];

/** The style goes in by hand: a link to it would let every page see that Nutgraf is installed. */
async function readCardStyle() {
  const read = async (file) => (await fetch(chrome.runtime.getURL(file))).text();
  return (await Promise.all(CARD_STYLES.map(read))).join("\n");
}

/** What the page is given while the card is open. Each file says why it has its origin. */
const pageStyles = (tabId) => [
  { target: { tabId }, files: ["page/hidden.css"], origin: "USER" },
  { target: { tabId }, files: ["page/mark.css"], origin: "AUTHOR" },
];

/** Open the card in a tab, or close it. */
async function toggle(tab) {
  const target = { tabId: tab.id };
  try {
    const cardStyle = await readCardStyle();
    const isThere = await execute({ target, func: () => Boolean(globalThis.nutgraf?.toggle) });
    if (!isThere) await execute({ target, files: PAGE_SCRIPTS });
    for (const style of pageStyles(tab.id)) await chrome.scripting.insertCSS(style);
    await execute({ target, func: (style) => globalThis.nutgraf.toggle(style), args: [cardStyle] });
  } catch {
    // The browser's own pages, its store and its PDF viewer let no extension in.
    await chrome.action.setBadgeText({ tabId: tab.id, text: "!" });
    await chrome.action.setTitle({ tabId: tab.id, title: chrome.i18n.getMessage("no_entry") });
  }
}

/** The parts of the settings that a page may have them opened at. */
const SECTIONS = new Set(["pairing"]);

function openSettings(section) {
  if (!SECTIONS.has(section)) return chrome.runtime.openOptionsPage();
  return chrome.tabs.create({ url: chrome.runtime.getURL(`options/page.html#${section}`) });
}

/** A click pairs where the server's welcome page is open; on every other page it is for the card. */
async function answerClick(tab) {
  const { port } = await loadConnection();
  const welcome = readWelcome(tab.url, port);
  if (welcome === null) return toggle(tab);
  if (welcome.code === null) return openSettings("pairing");
  const outcome = await pairByLink(welcome.code);
  await execute({ target: { tabId: tab.id }, func: showOutcome, args: [outcome] });
}

/** What a page may ask for on its port. The table is the list of what is allowed. */
const requests = {
  ping: () => {},
  digest: async (port, { body }) => {
    const closed = new AbortController();
    port.onDisconnect.addListener(() => closed.abort());
    const [settings, connection] = await Promise.all([loadSettings(), loadConnection()]);
    for await (const line of digest({ ...body, ...settings }, connection, closed.signal)) {
      if (closed.signal.aborted) return;
      port.postMessage(line);
    }
  },
};

/** What a page may tell without waiting for an answer: as above, the list of what is allowed. */
const notices = {
  closed: (tab) => pageStyles(tab.id).forEach((style) => chrome.scripting.removeCSS(style)),
  settings: (_tab, { section }) => openSettings(section),
};

sealStore();

chrome.action.onClicked.addListener(answerClick);

chrome.runtime.onConnect.addListener((port) => {
  port.onMessage.addListener((message) => {
    if (Object.hasOwn(requests, message.what)) requests[message.what](port, message);
  });
});

chrome.runtime.onMessage.addListener((message, { tab }) => {
  if (tab && Object.hasOwn(notices, message.what)) notices[message.what](tab, message);
});
