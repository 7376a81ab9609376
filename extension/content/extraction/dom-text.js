/**
 * The text of live nodes, and the way back from a place in that text to the page.
 * White space is folded, as a browser draws it; offsets count UTF-16 code units unless said.
 */
globalThis.nutgraf ??= {};

nutgraf.domText ??= (() => {
  /** Elements whose text a reader never sees. */
  const UNSEEN = "script, style, noscript, template";

  /**
   * Ask a node for a property that is its own. `<img name="body">` takes the place of
   * `document.body`, and a field named parentElement that of its form's `parentElement`.
   */
  const own = (node, name) => Reflect.get(Object.getPrototypeOf(node), name, node);

  /** The page's document, without the names that a page can give to its parts. */
  const page = new Proxy(globalThis.document ?? {}, {
    get(document, name) {
      const value = own(document, name);
      return typeof value === "function" ? value.bind(document) : value;
    },
  });

  /** List an element and all that it stands in, from the inside. */
  function* outward(element) {
    for (let box = element; box; box = own(box, "parentElement")) yield box;
  }

  /** Fold every run of white space into one space. */
  function fold(text) {
    return text.replace(/\s+/g, " ").trim();
  }

  /**
   * Read what a live element says.
   * @param {Element} element
   * @returns {{text: string, range: (start: number, end: number) => Range}} `range` turns folded
   *     offsets into a Range over the page's own text nodes.
   */
  function read(element) {
    const places = []; // places[i] is where character i of the text stands: [text node, offset].
    const walker = page.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    let last = " "; // Asking the text itself would copy it each time.
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(UNSEEN)) continue;
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
   * Turn an offset of the protocol, in code points, into one of JavaScript, in code units.
   * They differ after each emoji.
   */
  function codeUnits(text, codePoints) {
    let units = 0;
    for (const character of text) {
      if (codePoints-- <= 0) break;
      units += character.length;
    }
    return units;
  }

  return { page, outward, fold, read, codeUnits, UNSEEN };
})();
