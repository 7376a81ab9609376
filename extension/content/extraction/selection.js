/** Reads the text that the reader has selected, as an article of its own. */
globalThis.nutgraf ??= {};

nutgraf.selection ??= (() => {
  const { page, unclobbered, walkUp } = nutgraf.dom;
  const { collapseSpace, UNSEEN } = nutgraf.domText;

  /** Headings are not sentences of the article. */
  const UNREAD = `${UNSEEN}, h1, h2, h3, h4, h5, h6`;

  /** Find the block that a text node is in. */
  function findBlock(node) {
    const isBlock = (box) => !/^(inline|contents)/.test(getComputedStyle(box).display);
    return [...walkUp(node.parentElement)].find(isBlock) ?? page.body;
  }

  /** Cut a text node to the part within a range. */
  function cut(node, range) {
    const start = node === range.startContainer ? range.startOffset : 0;
    const end = node === range.endContainer ? range.endOffset : node.data.length;
    return node.data.slice(start, end);
  }

  /** List the text nodes and line breaks that a range touches. */
  function* listTouched(range) {
    const root = range.commonAncestorContainer;
    if (root.nodeType === Node.TEXT_NODE) return yield root;
    const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const next = () => /** @type {?ElementOrText} */ (walker.nextNode());
    for (let node = next(); node; node = next()) {
      const isTextOrBreak = node.nodeType === Node.TEXT_NODE || node.localName === "br";
      if (isTextOrBreak && range.intersectsNode(node)) yield node;
    }
  }

  /**
   * Read the selection.
   * @returns {?Article} the blocks that the selection touches, each cut to it; null if no text is
   *     selected
   */
  function find() {
    const selection = page.getSelection();
    const blocks = new Map();
    for (let number = 0; number < selection.rangeCount; number++) {
      const range = selection.getRangeAt(number);
      for (const node of listTouched(range)) {
        const parent = unclobbered(node.parentElement);
        if (parent.closest(UNREAD) || !parent.checkVisibility()) continue;
        const block = findBlock(node);
        const text = node.localName === "br" ? " " : cut(node, range);
        blocks.set(block, (blocks.get(block) ?? "") + text);
      }
    }
    const paragraphs = [...blocks]
      .map(([node, text]) => ({ node, text: collapseSpace(text) }))
      .filter(({ text }) => text);
    if (!paragraphs.length) return null;
    const labelled = unclobbered(paragraphs[0].node).closest("[lang]");
    const lang = unclobbered(labelled)?.lang ?? "";
    return { title: page.title, lang, paragraphs, sections: [], isOpening: false };
  }

  return { find };
})();
