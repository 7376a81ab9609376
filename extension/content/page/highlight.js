/** Marks a sentence of the article with the CSS Custom Highlight API: the page's DOM is not touched. */
globalThis.nutgraf ??= {};

nutgraf.highlight ??= (() => {
  /** The name under which highlight.css paints the mark. */
  const NAME = "nutgraf";

  /** Mark one range, and no other. */
  function mark(range) {
    CSS.highlights.set(NAME, new Highlight(range));
  }

  function clear() {
    CSS.highlights.delete(NAME);
  }

  return { mark, clear };
})();
