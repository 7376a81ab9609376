/**
 * What the toolbar button says of a tab: letters at its icon, and why when it is pointed at. The
 * browser forgets both with the page.
 */

const COLOR = "#625c53";

/** Failures that are the server's: it is off, another, or does not know this browser. */
const OFF = new Set([
  "server-down",
  "server-stopped",
  "timed-out",
  "not-nutgraf",
  "wrong-server",
  "not-paired",
  "not_paired",
  "no-permission",
]);

const say = (key) => chrome.i18n.getMessage(key);

async function show(tabId, text, title) {
  const { action } = chrome;
  const steps = [action.setBadgeText({ tabId, text }), action.setTitle({ tabId, title })];
  if (text) steps.push(action.setBadgeBackgroundColor({ tabId, color: COLOR }));
  // The tab may have been closed since.
  await Promise.allSettled(steps);
}

export function showReady(tabId) {
  return show(tabId, "", say("action"));
}

export function showWorking(tabId) {
  return show(tabId, "…", say("working"));
}

/** Show that the browser's own pages, its store and its PDF viewer let no extension in. */
export function showNoEntry(tabId) {
  return show(tabId, "!", say("no_entry"));
}

/**
 * Show why there are no points.
 * @param {{code: string, message?: string}} failure the server's, or a code of ours
 */
export function showFailure(tabId, { code, message }) {
  const title = say(`${code.replaceAll("-", "_")}_message`) || message || say("action");
  return show(tabId, OFF.has(code) ? "off" : "!", title);
}
