/** What a page may ask for and tell: each table is the list of what is allowed. */
import { ownId } from "../lib/browser.js";
import { loadConnection } from "../lib/connection.js";
import { explain } from "../lib/failures.js";
import { digest } from "../lib/server.js";
import { choose, DEFAULTS, pickWording, saveSetting } from "../lib/settings.js";
import { offerAlways, openAlways } from "./auto-open.js";
import { showFailure, showReady, showWorking } from "./badge.js";
import { takeStyles } from "./inject.js";
import { openSettings } from "./tabs.js";

/** What a page may say on its port, which carries the answer. */
const sayings = {
  ping: () => {},
  digest: (resolve, message) => resolve(message),
};

/** Answer the one question that is put on a port. The server proves itself while it is awaited. */
async function answer(port, question) {
  const { id } = port.sender.tab;
  const closed = new AbortController();
  port.onDisconnect.addListener(() => closed.abort());
  const connection = await loadConnection();
  const ask = async () => {
    // The card's own choices, which the reader may have just made, not those that are stored.
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
 * What a page may tell without waiting for an answer. Where it is the browser says, and the reader
 * confirms what it asks for in a page of the extension.
 */
const notices = {
  closed: ({ tab }) => Promise.all([takeStyles(tab), showReady(tab.id)]),
  moved: ({ tab }) => openAlways(tab),
  refused: ({ tab }, { code }) => showFailure(tab.id, { code: String(code) }),
  settings: (_sender, { section }) => openSettings(section),
  always: ({ url }) => offerAlways(url),
  choose: (_sender, { name, choice }) => saveSetting(name, choice),
};

/** Say whether it is our own script, in a tab and not in a frame of a page, that speaks. */
function isOurs({ id, tab, frameId }) {
  return id === ownId() && tab !== undefined && frameId === 0;
}

export function answerRequests(port) {
  if (!isOurs(port.sender)) return port.disconnect();
  const question = new Promise((resolve, reject) => {
    port.onMessage.addListener((message) => {
      if (Object.hasOwn(sayings, message?.what)) sayings[message.what](resolve, message);
    });
    port.onDisconnect.addListener(reject);
  });
  question.catch(() => {}); // A page without an article has none.
  answer(port, question);
}

export function answerNotice(message, sender) {
  if (isOurs(sender) && Object.hasOwn(notices, message?.what)) {
    notices[message.what](sender, message);
  }
}
