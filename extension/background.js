/**
 * The service worker, and the event page of Firefox. Browsers stop it at any time, so it keeps
 * nothing between two events, and starts it for those that it listens to by the end of its first
 * turn: every listener is added here, at once.
 */
import { answerClick } from "./background/click.js";
import { answerNotice, answerRequests } from "./background/requests.js";
import { sealStore } from "./lib/connection.js";

sealStore();

chrome.action.onClicked.addListener(answerClick);
chrome.runtime.onConnect.addListener(answerRequests);
chrome.runtime.onMessage.addListener(answerNotice);
