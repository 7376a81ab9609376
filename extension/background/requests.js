/** What a page may ask for and tell: each table is the list of what is allowed. */
import { loadConnection } from "../lib/connection.js";
import { digest } from "../lib/server.js";
import { choose, loadSettings, pickWording, saveSetting } from "../lib/settings.js";
import { takeStyles } from "./card.js";
import { openSettings } from "./settings.js";

/** What a page may ask for on its port, which carries the answer. */
const requests = {
  ping: () => {},
  // `choices` are newer than what is stored: the reader has just made them, in the card.
  digest: async (port, { body, choices }) => {
    const closed = new AbortController();
    port.onDisconnect.addListener(() => closed.abort());
    const [settings, connection] = await Promise.all([loadSettings(), loadConnection()]);
    const wording = pickWording(choose(settings, choices));
    for await (const line of digest({ ...body, ...wording }, connection, closed.signal)) {
      if (closed.signal.aborted) return;
      port.postMessage(line);
    }
  },
};

/** What a page may tell without waiting for an answer. */
const notices = {
  closed: (tab) => takeStyles(tab),
  settings: (_tab, { section }) => openSettings(section),
  choose: (_tab, { name, choice }) => saveSetting(name, choice),
};

/** Say whether it is our own script, in a tab and not in a frame of a page, that speaks. */
function isOurs({ id, tab, frameId }) {
  return id === chrome.runtime.id && tab !== undefined && frameId === 0;
}

export function answerRequests(port) {
  if (!isOurs(port.sender)) return port.disconnect();
  port.onMessage.addListener((message) => {
    if (Object.hasOwn(requests, message?.what)) requests[message.what](port, message);
  });
}

export function answerNotice(message, sender) {
  if (isOurs(sender) && Object.hasOwn(notices, message?.what)) {
    notices[message.what](sender.tab, message);
  }
}
