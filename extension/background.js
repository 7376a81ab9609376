/**
 * The service worker, or in Firefox the event page. Browsers stop it at any time, so it keeps no
 * state between events. They restart it only for events that have a listener by the end of its
 * first turn, so all listeners are added here, synchronously.
 */
import { openAlways } from "./background/auto-open.js";
import { answerClick } from "./background/action.js";
import { answerMenu, makeMenus, showSite } from "./background/menus.js";
import { answerNotice, answerRequests } from "./background/messages.js";
import { showWelcome } from "./background/tabs.js";
import * as browser from "./lib/browser.js";
import { forgetUnpermitted } from "./lib/sites.js";

browser.sealStore();

browser.onInstalled(makeMenus);
browser.onInstalled(showWelcome);
browser.onButton(answerClick);
browser.onMenu(answerMenu);
browser.onConnect(answerRequests);
browser.onMessage(answerNotice);
browser.onPermissionsRemoved(forgetUnpermitted);

browser.onCommand((command, tab) => {
  browser.tellTab(tab.id, { what: command });
});

function lookAt(tab) {
  if (tab.active) showSite(tab);
  return openAlways(tab);
}

browser.onTabUpdated((_id, { status, url }, tab) => {
  // A site that changes its address without loading a page causes no other event.
  if (status === "complete" || url) lookAt(tab);
});

browser.onTabActivated(async ({ tabId }) => {
  const tab = await browser.findTab(tabId);
  if (tab) lookAt(tab); // It may have been closed.
});
