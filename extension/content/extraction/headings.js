/** Finds the sub-headings of an article: heading elements, and bold lines used in their place. */
globalThis.nutgraf ??= {};

nutgraf.headings ??= (() => {
  const { page, unclobbered, isAfter } = nutgraf.dom;
  const { collapseSpace } = nutgraf.domText;
  const { isInvitation } = nutgraf.clutter;

  /** The headings of sections; `h1` is the headline. */
  const HEADINGS = "h2, h3, h4, h5, h6";

  /** A longer one, in letters, is a sentence in large type. */
  const LONGEST_HEADING = 120;

  /** Return whether a block is in a heading, and so is not a paragraph. */
  function isHeading({ node }) {
    return unclobbered(node).closest(`h1, ${HEADINGS}`) !== null;
  }

  /** Return whether a block is one bold line without a full stop: some sites use no heading elements. */
  function isBoldLine({ node, text }) {
    if (text.length > LONGEST_HEADING || /[.!…,;:]["'”’)\]]*$/.test(text)) return false;
    const element = unclobbered(node);
    if (element.matches("li, td, th, dd, dt") || element.closest("blockquote")) return false;
    const bold = [...element.querySelectorAll("b, strong")];
    return collapseSpace(bold.map((part) => collapseSpace(part.textContent)).join(" ")) === text;
  }

  /**
   * Separate the sub-headings of an article from its paragraphs.
   * @param {Block[]} blocks in document order
   * @param {(node: Element) => boolean} isClutter whether a node is outside the article
   * @returns {{paragraphs: Block[], sections: {title: string, start: number}[]}} `start` is the index
   *     of the first paragraph below the sub-heading; paragraphs above the first one have no section
   */
  function splitSections(blocks, isClutter) {
    const paragraphs = blocks.filter((block) => !isBoldLine(block));
    const boldLines = blocks.filter(isBoldLine);
    const elements = [...page.querySelectorAll(HEADINGS)]
      .map((node) => ({ node, text: collapseSpace(node.textContent) }))
      .filter(({ node, text }) => text && text.length <= LONGEST_HEADING && !isClutter(node));
    const headings = [...elements, ...boldLines]
      .filter(({ text }) => !isInvitation(text))
      .sort((one, other) => (isAfter(other.node, one.node) ? -1 : 1));
    const sections = [];
    let start = 0;
    for (const { node, text } of headings) {
      while (start < paragraphs.length && isAfter(node, paragraphs[start].node)) start++;
      // The deck is above the first paragraph, and the next story below the last one.
      if (start === 0 || start === paragraphs.length) continue;
      if (sections.at(-1)?.start !== start) sections.push({ title: text, start });
    }
    return { paragraphs, sections };
  }

  return { isHeading, splitSections };
})();
