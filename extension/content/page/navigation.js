/** Detects when a site shows another page without loading one. */
globalThis.nutgraf ??= {};

nutgraf.navigation ??= (() => {
  const { unclobbered } = nutgraf.dom;

  const POLL_MS = 250;

  /** When to look for the article of a page that the site has navigated to, in ms between looks. */
  const ARRIVAL_MS = [200, 400, 800, 1600, 3200];

  /** Firefox has it from version 147 on. */
  const hasNavigation = typeof Navigation === "function";

  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

  /**
   * Sample an article's text, to tell it from the next one: a site may reuse the same nodes.
   * @param {Block[]} paragraphs
   * @returns {() => boolean} whether the article is still on the page, perhaps with small changes
   */
  function sample(paragraphs) {
    const places = [0, paragraphs.length >> 1, paragraphs.length - 1];
    const samples = places.map((place) => {
      const { node } = paragraphs[place];
      return { node: unclobbered(node), text: unclobbered(node).textContent };
    });
    return () => samples.some(({ node, text }) => node.isConnected && node.textContent === text);
  }

  /**
   * Watch for another page. A new path is one, unless the site only replaces the address while the
   * reader reads: some sites correct an article's address or append the next article below it.
   * @param {() => boolean} isInPlace whether the article is still on the page
   * @param {() => void} leave called when the site has left it
   * @returns {{check: () => void, stop: () => void}} to check at once, and to end the watch
   */
  function watch(isInPlace, leave) {
    const { href } = location;
    let path = location.pathname;
    let timer = 0;

    /** @param {{navigationType?: string}} [event] of the Navigation API */
    function check({ navigationType } = {}) {
      const isMove = location.pathname !== path && navigationType !== "replace";
      const isChanged = location.href !== href;
      path = location.pathname;
      if (isMove || (isChanged && !isInPlace())) return leave();
      // A site changes the address first, and the article once it has fetched the next one.
      if (isChanged) timer ||= setInterval(check, POLL_MS);
    }

    if (hasNavigation) navigation.addEventListener("currententrychange", check);
    else timer = setInterval(check, POLL_MS);
    const stop = () => {
      if (hasNavigation) navigation.removeEventListener("currententrychange", check);
      clearInterval(timer);
    };
    return { check, stop };
  }

  /**
   * Wait until the article of a page that the site has navigated to is complete.
   * @param {() => ?Article} find
   * @param {string} past the text of the last article, which may still be on the page
   * @returns {Promise<?Article>} null if none arrives
   */
  async function waitForArticle(find, past) {
    let last = "";
    for (const time of ARRIVAL_MS) {
      const found = find();
      const text = found ? joinText(found) : past;
      if (text !== past && text === last) return found;
      last = text;
      await wait(time);
    }
    return null;
  }

  /** Join the paragraphs of an article into one text. */
  function joinText({ paragraphs }) {
    return paragraphs.map(({ text }) => text).join("\n");
  }

  return { sample, watch, waitForArticle, joinText };
})();
