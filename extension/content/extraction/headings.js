/** Finds the sub-headings of an article: those that the page has, and bold lines that stand for them. */
globalThis.nutgraf ??= {};

nutgraf.headings ??= (() => {
  const { page, fold } = nutgraf.domText;
  const { isInvitation } = nutgraf.clutter;

  /** What a page can head a part of its article with: `h1` is the headline. */
  const HEADINGS = "h2, h3, h4, h5, h6";

  /** A longer one is a sentence in large letters. */
  const LONGEST_HEADING = 120;

  /** Say whether a block stands in a heading: then it is no paragraph. */
  function isHeading({ node }) {
    return node.closest(`h1, ${HEADINGS}`) !== null;
  }

  /** Say whether a block is one bold line without a full stop, as those write who have no headings. */
  function isBoldLine({ node, text }) {
    if (text.length > LONGEST_HEADING || /[.!…,;:]["'”’)\]]*$/.test(text)) return false;
    if (node.matches("li, td, th, dd, dt") || node.closest("blockquote")) return false;
    const bold = [...node.querySelectorAll("b, strong")].map((part) => fold(part.textContent));
    return fold(bold.join(" ")) === text;
  }

  /**
   * Take the sub-headings of an article out of its blocks, and find the others among the page's own.
   * @param {{text: string, node: Element}[]} blocks in the page's order
   * @param {(node: Element) => boolean} isBeside whether a node is not of the article
   * @returns {{paragraphs: {text: string, node: Element}[],
   *     sections: {title: string, start: number}[]}} `start` is the index of the first paragraph
   *     below the sub-heading; what comes before the first one has none
   */
  function part(blocks, isBeside) {
    const paragraphs = blocks.filter((block) => !isBoldLine(block));
    const lines = blocks.filter(isBoldLine);
    const own = [...page.querySelectorAll(HEADINGS)]
      .map((node) => ({ node, text: fold(node.textContent) }))
      .filter(({ node, text }) => text && text.length <= LONGEST_HEADING && !isBeside(node));
    const follows = (one, other) =>
      one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    const headings = [...own, ...lines]
      .filter(({ text }) => !isInvitation(text))
      .sort((one, other) => (follows(one.node, other.node) ? -1 : 1));
    const sections = [];
    let start = 0;
    for (const { node, text } of headings) {
      while (start < paragraphs.length && follows(paragraphs[start].node, node)) start++;
      // Above the first paragraph stands the deck, and below the last one the next story.
      if (start === 0 || start === paragraphs.length) continue;
      if (sections.at(-1)?.start !== start) sections.push({ title: text, start });
    }
    return { paragraphs, sections };
  }

  return { isHeading, part };
})();
