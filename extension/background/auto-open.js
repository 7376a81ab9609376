/** Sites whose articles open in short by themselves: choosing them, and opening their cards. */
import { requestPermissions } from "../lib/browser.js";
import { loadConnection } from "../lib/connection.js";
import { check } from "../lib/server.js";
import { addSite, isAlways, permissionFor, readSite, removeSite } from "../lib/sites.js";
import { showFailure } from "./badge.js";
import { openByItself } from "./inject.js";
import { openOffer, openSettings } from "./tabs.js";

/** Turn automatic opening on or off for a tab's site, after a click on the menu entry. */
export async function toggleAlways(tab) {
  const site = readSite(tab.url);
  if (site === null) return openSettings("sites");
  // Before anything is awaited: afterwards the browser no longer counts the click. A permission
  // that we already have is granted without a question.
  const question = requestPermissions(permissionFor(site));
  if (await isAlways(tab.url)) return removeSite(site);
  if (!(await question)) return;
  await addSite(site);
  await openAlways(tab);
}

/**
 * Open the settings so that the reader can confirm what they asked for in a card: only a page of
 * the extension can request a permission.
 * @param {string} url the address that the browser says the card is on
 */
export function offerAlways(url) {
  const site = readSite(url);
  return site === null ? openSettings("sites") : openOffer(site);
}

/** Open the card if the reader has chosen this site. A failure shows only on the toolbar button. */
export async function openAlways(tab) {
  // A tab in the background waits until the reader looks at it: they may have opened ten.
  if (!tab.active || tab.status !== "complete" || !(await isAlways(tab.url))) return;
  const failure = await check(await loadConnection());
  if (failure) await showFailure(tab.id, failure);
  else await openByItself(tab);
}
