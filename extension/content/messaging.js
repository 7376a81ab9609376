/** The messages between a page and the background. */
globalThis.nutgraf ??= {};

nutgraf.messaging ??= (() => {
  const { browser } = nutgraf;
  const { isCutOff } = browser;
  const { MAX_SECTIONS } = nutgraf.protocol;

  /**
   * Browsers stop a background that hears nothing for 30 s, even while it waits for the server.
   * Only a message from a page counts in both browsers.
   */
  const PING_MS = 10_000;

  /** With fewer sections, a line for each would add nothing. */
  const LEAST_SECTIONS = 2;

  /** Make the event for a failure found on this side. */
  function makeFailure(code) {
    return { type: "error", error: { code } };
  }

  /** Send the background a notice; background/messages.js lists them. */
  async function notify(notice) {
    if (!isCutOff()) await browser.sendMessage(notice);
  }

  /**
   * Open a port for one request. The background makes the server prove its identity at once, while
   * this side is still looking for the article.
   */
  function connect() {
    return browser.connect("digest");
  }

  /**
   * Build the body of a digest request.
   * @param {Article} article
   */
  function makeBody({ title, lang, paragraphs, sections }) {
    const starts = sections.map(({ start }) => start).slice(0, MAX_SECTIONS);
    return {
      title,
      lang,
      paragraphs: paragraphs.map(({ text }) => text),
      sections: starts.length >= LEAST_SECTIONS ? starts : [],
    };
  }

  /**
   * Ask for the digest of an article.
   * @param {object} port from `connect`
   * @param {Article} article
   * @param {{request: number, settings: Object<string, string>}} state
   * @param {(event: object) => void} tell called with each answer, and the number of the request
   * @returns {() => void} stops asking
   */
  function ask(port, article, { request, settings }, tell) {
    const pings = setInterval(() => port.postMessage({ what: "ping" }), PING_MS);
    const stop = () => {
      clearInterval(pings);
      if (!isCutOff()) port.disconnect();
    };
    port.onMessage.addListener((answer) => {
      if (answer.type === "done" || answer.type === "error") stop();
      tell({ ...answer, request });
    });
    // Our own disconnect() does not fire this event: the background has stopped.
    port.onDisconnect.addListener(() => {
      clearInterval(pings);
      notify({ what: "refused", code: "background_stopped" });
      tell({ ...makeFailure("background_stopped"), request });
    });
    port.postMessage({ what: "digest", body: makeBody(article), choices: settings });
    return stop;
  }

  return { makeFailure, isCutOff, notify, connect, ask };
})();
