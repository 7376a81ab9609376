/**
 * Highlights a sentence of the article with the CSS Custom Highlight API, which leaves the page's
 * DOM alone.
 */
globalThis.nutgraf ??= {};

nutgraf.highlight ??= (() => {
  /** The name under which highlight.css styles it. */
  const NAME = "nutgraf";

  /** Highlight one range, and no other. */
  function set(range) {
    CSS.highlights.set(NAME, new Highlight(range));
  }

  function clear() {
    CSS.highlights.delete(NAME);
  }

  return { set, clear };
})();
