/** Reads what the reader has selected, as an article of its own. */
globalThis.nutgraf ??= {};

nutgraf.selection ??= (() => {
  const { page, outward, fold, UNSEEN } = nutgraf.domText;

  // A field of that name takes its place in a live form.
  const { checkVisibility, closest } = Element.prototype;

  /** A heading is no sentence of the article. */
  const UNREAD = `${UNSEEN}, h1, h2, h3, h4, h5, h6`;

  /** Find the block that a text node stands in. */
  function findBlock(node) {
    const boxes = [...outward(node.parentElement)];
    const isBlock = (box) => !/^(inline|contents)/.test(getComputedStyle(box).display);
    return boxes.find(isBlock) ?? page.body;
  }

  /** Cut a text node to what lies in a range. */
  function cut(node, range) {
    const start = node === range.startContainer ? range.startOffset : 0;
    const end = node === range.endContainer ? range.endOffset : node.data.length;
    return node.data.slice(start, end);
  }

  /** List the text nodes and line breaks that a range touches. */
  function* touched(range) {
    const root = range.commonAncestorContainer;
    if (root.nodeType === Node.TEXT_NODE) return yield root;
    const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const isWanted = node.nodeType === Node.TEXT_NODE || node.localName === "br";
      if (isWanted && range.intersectsNode(node)) yield node;
    }
  }

  /**
   * Read the selection.
   * @returns {?object} as `nutgraf.article.find()`: the blocks that the selection touches, each cut
   *     to it; null where no text is selected
   */
  function find() {
    const selection = page.getSelection();
    const blocks = new Map();
    for (let number = 0; number < selection.rangeCount; number++) {
      const range = selection.getRangeAt(number);
      for (const node of touched(range)) {
        const parent = node.parentElement;
        if (closest.call(parent, UNREAD) || !checkVisibility.call(parent)) continue;
        const block = findBlock(node);
        const text = node.localName === "br" ? " " : cut(node, range);
        blocks.set(block, (blocks.get(block) ?? "") + text);
      }
    }
    const paragraphs = [...blocks]
      .map(([node, text]) => ({ node, text: fold(text) }))
      .filter(({ text }) => text);
    if (!paragraphs.length) return null;
    const lang = closest.call(paragraphs[0].node, "[lang]")?.lang ?? "";
    return { title: page.title, lang, paragraphs, sections: [], isOpening: false };
  }

  return { find };
})();
