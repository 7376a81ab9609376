/** What a reading says to the background, and hears from it. */
globalThis.nutgraf ??= {};

nutgraf.messaging ??= (() => {
  /**
   * Browsers stop a background that hears nothing for 30 s, even while it waits for the server.
   * Only a message from a page counts in both browsers.
   */
  const PING_MS = 10_000;

  /** A limit of the protocol (server/API.md). */
  const MOST_SECTIONS = 200;

  /** Fewer part an article into nothing that is worth a line each. */
  const LEAST_SECTIONS = 2;

  /** Make the event of a failure of our own. */
  function failure(code) {
    return { type: "error", error: { code } };
  }

  /**
   * Say whether an update of the extension has cut this script off: every call of the browser's
   * then throws. Firefox does not run it any more.
   */
  function isCutOff() {
    return !chrome.runtime?.id;
  }

  /** Tell the background something. */
  async function notify(notice) {
    if (!isCutOff()) await chrome.runtime.sendMessage(notice);
  }

  /**
   * Open a port for one question. The background has the server prove itself at once, so that this
   * goes on while the article is still looked for.
   */
  function connect() {
    return chrome.runtime.connect({ name: "digest" });
  }

  /** Ask for the digest on a port; each answer goes to `tell` with the request's number. */
  function ask(port, found, { request, settings }, tell) {
    const pings = setInterval(() => port.postMessage({ what: "ping" }), PING_MS);
    const stop = () => {
      clearInterval(pings);
      if (!isCutOff()) port.disconnect();
    };
    port.onMessage.addListener((answer) => {
      if (answer.type === "done" || answer.type === "error") stop();
      tell({ ...answer, request });
    });
    // Our own disconnect() does not come here: it was the background that went away.
    port.onDisconnect.addListener(() => {
      clearInterval(pings);
      notify({ what: "refused", code: "background-stopped" });
      tell({ ...failure("background-stopped"), request });
    });
    const { title, lang } = found;
    const paragraphs = found.paragraphs.map(({ text }) => text);
    const starts = found.sections.map(({ start }) => start).slice(0, MOST_SECTIONS);
    const sections = starts.length >= LEAST_SECTIONS ? starts : [];
    port.postMessage({
      what: "digest",
      body: { title, lang, paragraphs, sections },
      choices: settings,
    });
    return stop;
  }

  return { failure, isCutOff, notify, connect, ask };
})();
