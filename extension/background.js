/**
 * The service worker, and the event page of Firefox. Browsers stop it at any time, so it keeps
 * nothing between two events, and starts it for those that it listens to by the end of its first
 * turn: every listener is added here, at once.
 */
import { openAlways } from "./background/auto-open.js";
import { answerClick } from "./background/action.js";
import { answerMenu, makeMenus, showSite } from "./background/menus.js";
import { answerNotice, answerRequests } from "./background/messages.js";
import { showWelcome } from "./background/welcome.js";
import { sealStore } from "./lib/connection.js";
import { forgetUnpermitted } from "./lib/sites.js";

sealStore();

chrome.runtime.onInstalled.addListener(makeMenus);
chrome.runtime.onInstalled.addListener(showWelcome);
chrome.action.onClicked.addListener(answerClick);
chrome.contextMenus.onClicked.addListener(answerMenu);
chrome.runtime.onConnect.addListener(answerRequests);
chrome.runtime.onMessage.addListener(answerNotice);
chrome.permissions.onRemoved.addListener(forgetUnpermitted);

chrome.commands.onCommand.addListener((command, tab) => {
  // A tab without a card has nobody who hears it.
  chrome.tabs.sendMessage(tab.id, { what: command }).catch(() => {});
});

function lookAt(tab) {
  if (tab.active) showSite(tab);
  return openAlways(tab);
}

chrome.tabs.onUpdated.addListener((_id, { status, url }, tab) => {
  // A site that changes its address without a page load tells nothing else.
  if (status === "complete" || url) lookAt(tab);
});

chrome.tabs.onActivated.addListener(async ({ tabId }) => {
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  if (tab) lookAt(tab); // It may have been closed since.
});
