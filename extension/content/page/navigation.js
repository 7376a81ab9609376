/** Tells when a site shows another page without loading one. */
globalThis.nutgraf ??= {};

nutgraf.navigation ??= (() => {
  const LOOK_MS = 250;

  /** How long a site takes to show what it has moved to: we look after each of these. */
  const ARRIVAL_MS = [200, 400, 800, 1600, 3200];

  /** Firefox has it from version 147 on. */
  const hasHistory = typeof Navigation === "function";

  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

  /**
   * Keep what tells an article from the next one: a site may fill the same nodes anew.
   * @param {{text: string, node: Element}[]} paragraphs
   * @returns {() => boolean} whether it is still on the page; a part may have changed
   */
  function keep(paragraphs) {
    const places = [0, paragraphs.length >> 1, paragraphs.length - 1];
    const samples = places.map((place) => {
      const { node } = paragraphs[place];
      return { node, text: node.textContent };
    });
    return () => samples.some(({ node, text }) => node.isConnected && node.textContent === text);
  }

  /**
   * Watch for another page. A new path is one, unless the site only writes the address anew while
   * one reads, as those do that give an article its better name, or go on with the next below it.
   * @param {() => boolean} isInPlace whether the article is still on the page
   * @param {() => void} leave
   * @returns {{look: () => void, stop: () => void}} to look at once, and to end the watch
   */
  function watch(isInPlace, leave) {
    const { href } = location;
    let path = location.pathname;
    let timer = 0;

    function look({ navigationType } = {}) {
      const isMove = location.pathname !== path && navigationType !== "replace";
      const isChanged = location.href !== href;
      path = location.pathname;
      if (isMove || (isChanged && !isInPlace())) return leave();
      // A site changes the article after the address, when it has fetched the next.
      if (isChanged) timer ||= setInterval(look, LOOK_MS);
    }

    if (hasHistory) navigation.addEventListener("currententrychange", look);
    else timer = setInterval(look, LOOK_MS);
    const stop = () => {
      if (hasHistory) navigation.removeEventListener("currententrychange", look);
      clearInterval(timer);
    };
    return { look, stop };
  }

  /**
   * Wait for the article of a page that the site has moved to, and for all of it.
   * @param {() => ?object} find finds the article
   * @param {string} past what the last article says: it may still stand there
   * @returns {Promise<?object>} null where none comes
   */
  async function arrive(find, past) {
    let last = "";
    for (const time of ARRIVAL_MS) {
      const found = find();
      const text = found ? read(found) : past;
      if (text !== past && text === last) return found;
      last = text;
      await wait(time);
    }
    return null;
  }

  /** Say in one text what an article says. */
  function read({ paragraphs }) {
    return paragraphs.map(({ text }) => text).join("\n");
  }

  return { keep, watch, arrive, read };
})();
