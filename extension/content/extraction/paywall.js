/** Tells whether a page shows only the opening of its article, and keeps the rest back. */
globalThis.nutgraf ??= {};

nutgraf.paywall ??= (() => {
  const { fold } = nutgraf.domText;

  /** How a site says so, below the last paragraph that it shows. */
  const WALLS = [
    /\b(subscribe|sign (in|up)|log in|register|join)\b.{0,40}\b(to|and) (continue|keep|finish|read|unlock)\b/i,
    /\b(continue|keep) reading\b.{0,60}\b(subscri|sign|register|account|member|trial)/i,
    /\balready (a|an|have an?) (paid )?(subscriber|member|subscription|account)\b/i,
    /\bthis (article|story|content|post) is (only |exclusively )?(available |reserved )?(for|to) .{0,20}(subscribers|members)\b/i,
    /\bunlock (this|the (full|rest of the)|the whole) (article|story)\b/i,
    /\bto read the (full|rest|whole|entire)\b/i,
    /\bthe rest of this (article|story|post)\b/i,
  ];

  /** A wall is no longer, and is among so many blocks after the last paragraph. */
  const LONGEST_WALL = 300;
  const NEAR = 12;

  /** With more letters than this an article that asks for money at its end is whole. */
  const LONGEST_OPENING = 3000;

  /** Of a text that machines are given whole, a page that shows less than this keeps some back. */
  const LEAST_SHOWN = 0.6;

  function isWall({ node, text }) {
    return (
      text.length <= LONGEST_WALL && WALLS.some((wall) => wall.test(text)) && node.checkVisibility()
    );
  }

  /**
   * Say whether the paragraphs are only the opening.
   * @param {{text: string, node: Element}[]} paragraphs what is shown of the article
   * @param {{text: string, node: Element}[]} blocks all that the page says, in its order
   * @param {{body: string, isKeptBack: boolean}} facts of json-ld.js
   */
  function isOpening(paragraphs, blocks, { body, isKeptBack }) {
    const letters = paragraphs.reduce((sum, { text }) => sum + text.length, 0);
    if (letters < LEAST_SHOWN * fold(body).length) return true;
    if (letters > LONGEST_OPENING && !isKeptBack) return false;
    const last = paragraphs.at(-1).node;
    const end = blocks.findLastIndex(({ node }) => node === last) + 1;
    return end > 0 && blocks.slice(end, end + NEAR).some(isWall);
  }

  return { isOpening };
})();
