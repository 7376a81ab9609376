/** Answers the scripts in pages. Each table lists everything that they may send. */
import { ownId } from "../lib/browser.js";
import { loadConnection } from "../lib/connection.js";
import { explain } from "../lib/failures.js";
import { digest } from "../lib/server.js";
import { choose, DEFAULTS, pickWording, saveSetting } from "../lib/settings.js";
import { offerAlways, openAlways } from "./auto-open.js";
import { showFailure, showReady, showWorking } from "./badge.js";
import { removeStyles } from "./inject.js";
import { openSettings } from "./tabs.js";

/** What a page may send on its port, which also carries the answer. */
const requests = {
  ping: () => {},
  digest: (resolve, message) => resolve(message),
};

/** Answer the one request of a port. The server proves its identity while the page prepares it. */
async function answer(port, question) {
  const { id } = port.sender.tab;
  const closed = new AbortController();
  port.onDisconnect.addListener(() => closed.abort());
  const connection = await loadConnection();
  const ask = async () => {
    // The choices of the card itself: the reader may have made one that is not stored yet.
    const { body, choices } = await question;
    showWorking(id);
    return { ...body, ...pickWording(choose(DEFAULTS, choices)) };
  };
  for await (const line of digest(ask(), connection, closed.signal)) {
    if (closed.signal.aborted) return;
    port.postMessage(line.type === "error" ? { ...line, error: explain(line.error) } : line);
    if (line.type === "done") showReady(id);
    if (line.type === "error") showFailure(id, line.error);
  }
}

/**
 * What a page may send without waiting for an answer. Its address comes from the browser, not from
 * the message, and the reader confirms in a page of the extension what it asks for.
 */
const notices = {
  closed: ({ tab }) => Promise.all([removeStyles(tab), showReady(tab.id)]),
  moved: ({ tab }) => openAlways(tab),
  refused: ({ tab }, { code }) => showFailure(tab.id, { code: String(code) }),
  settings: (_sender, { section }) => openSettings(section),
  always: ({ url }) => offerAlways(url),
  choose: (_sender, { name, choice }) => saveSetting(name, choice),
};

/** Return whether the sender is our own script, in the main frame of a tab. */
function isOurs({ id, tab, frameId }) {
  return id === ownId() && tab !== undefined && frameId === 0;
}

export function answerRequests(port) {
  if (!isOurs(port.sender)) return port.disconnect();
  const question = new Promise((resolve, reject) => {
    port.onMessage.addListener((message) => {
      if (Object.hasOwn(requests, message?.what)) requests[message.what](resolve, message);
    });
    port.onDisconnect.addListener(reject);
  });
  question.catch(() => {}); // A page without an article sends none.
  answer(port, question);
}

export function answerNotice(message, sender) {
  if (isOurs(sender) && Object.hasOwn(notices, message?.what)) {
    notices[message.what](sender, message);
  }
}
