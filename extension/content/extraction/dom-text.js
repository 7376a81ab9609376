/**
 * The text of live nodes, and the way back from a position in that text to the page.
 * White space is collapsed as a browser renders it. Offsets count UTF-16 code units unless stated.
 */
globalThis.nutgraf ??= {};

nutgraf.domText ??= (() => {
  const { page, unclobbered } = nutgraf.dom;

  /** Elements whose text a reader never sees. */
  const UNSEEN = "script, style, noscript, template";

  /** Replace every run of white space by one space, and drop it at both ends. */
  function collapseSpace(text) {
    return text.replace(/\s+/g, " ").trim();
  }

  /**
   * Read the text of a live element.
   * @param {Element} element
   * @returns {{text: string, range: (start: number, end: number) => Range}} `range` turns offsets in
   *     the collapsed text into a Range over the page's own text nodes
   */
  function readText(element) {
    /** @type {[Text, number][]} places[i] is the text node and offset of character i. */
    const places = [];
    const walker = page.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    let last = " "; // Indexing into the growing text would copy it each time.
    const next = () => /** @type {?Text} */ (walker.nextNode());
    for (let node = next(); node; node = next()) {
      if (unclobbered(node.parentElement).closest(UNSEEN)) continue;
      for (let offset = 0; offset < node.data.length; offset++) {
        const character = /\s/.test(node.data[offset]) ? " " : node.data[offset];
        if (character === " " && last === " ") continue;
        places.push([node, offset]);
        text += character;
        last = character;
      }
    }
    const range = (start, end) => {
      const result = page.createRange();
      const [last, offset] = places[end - 1];
      result.setStart(...places[start]);
      result.setEnd(last, offset + 1);
      return result;
    };
    return { text, range };
  }

  /**
   * Convert an offset of the protocol, in code points, into one of JavaScript, in code units.
   * The two differ after each emoji.
   */
  function toCodeUnits(text, codePoints) {
    let units = 0;
    for (const character of text) {
      if (codePoints-- <= 0) break;
      units += character.length;
    }
    return units;
  }

  return { collapseSpace, readText, toCodeUnits, UNSEEN };
})();
