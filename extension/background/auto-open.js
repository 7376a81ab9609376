/** The sites whose articles open in short by themselves: how they become so, and what then happens. */
import { requestPermissions } from "../lib/browser.js";
import { loadConnection } from "../lib/connection.js";
import { check } from "../lib/server.js";
import { addSite, isAlways, permissionFor, readSite, removeSite } from "../lib/sites.js";
import { showFailure } from "./badge.js";
import { openByItself } from "./inject.js";
import { openOffer, openSettings } from "./tabs.js";

/** Have a tab's site always in short, or not any more: the reader has clicked on the menu's entry. */
export async function toggleAlways(tab) {
  const site = readSite(tab.url);
  if (site === null) return openSettings("sites");
  // Before anything is awaited: after that the browser no longer knows of the click. What we have
  // already is granted without a question.
  const question = requestPermissions(permissionFor(site));
  if (await isAlways(tab.url)) return removeSite(site);
  if (!(await question)) return;
  await addSite(site);
  await openAlways(tab);
}

/**
 * Offer what the reader has asked for in a card. Only a page of the extension may ask the browser.
 * @param {string} url the address that the browser says the card is on
 */
export function offerAlways(url) {
  const site = readSite(url);
  return site === null ? openSettings("sites") : openOffer(site);
}

/** Open the card by itself, where the reader wants that: silently, or not at all. */
export async function openAlways(tab) {
  // Until a reader looks at a tab its articles are not read: they may have opened ten.
  if (!tab.active || tab.status !== "complete" || !(await isAlways(tab.url))) return;
  const failure = await check(await loadConnection());
  if (failure) await showFailure(tab.id, failure);
  else await openByItself(tab);
}
