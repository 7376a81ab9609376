/**
 * What the toolbar button says about a tab: a badge on its icon, and a tooltip. The browser forgets
 * both when the tab loads another page.
 */
import { say, setButton } from "../lib/browser.js";
import { explain } from "../lib/failures.js";

/** `--quiet` of lib/palette.css by day: a badge cannot use a style sheet. */
const COLOR = "#625c53";

const show = (tabId, text, title) => setButton({ tabId, text, color: COLOR, title });

export function showReady(tabId) {
  return show(tabId, "", say("action"));
}

export function showWorking(tabId) {
  return show(tabId, "…", say("working"));
}

/** Show that this is one of the pages that browsers keep from every extension. */
export function showNoEntry(tabId) {
  return show(tabId, "!", say("no_entry"));
}

/**
 * Show why there are no points.
 * @param {import("../lib/failures.js").Failure} failure
 */
export function showFailure(tabId, failure) {
  const { badge, message } = explain(failure);
  return show(tabId, badge, message || say("action"));
}
