/** Detects pages that show only the opening of their article and keep the rest for subscribers. */
globalThis.nutgraf ??= {};

nutgraf.paywall ??= (() => {
  const { unclobbered } = nutgraf.dom;
  const { collapseSpace } = nutgraf.domText;
  const { WALLS } = nutgraf.english;

  /** A paywall notice is no longer than this, in letters. */
  const LONGEST_WALL = 300;

  /** It is among this many blocks after the last paragraph. */
  const NEAR = 12;

  /** A longer article, in letters, is complete even if the site asks for money at its end. */
  const LONGEST_OPENING = 3000;

  /** A page that shows a smaller share of the text in its JSON-LD keeps the rest back. */
  const LEAST_SHOWN = 0.6;

  function isWall({ node, text }) {
    return (
      text.length <= LONGEST_WALL &&
      WALLS.some((wall) => wall.test(text)) &&
      unclobbered(node).checkVisibility()
    );
  }

  /**
   * Return whether the paragraphs are only the opening of the article.
   * @param {Block[]} paragraphs the article as far as the page shows it
   * @param {Block[]} blocks all text of the page, in document order
   * @param {Facts} facts
   */
  function isOpening(paragraphs, blocks, { body, isPaywalled }) {
    const letters = paragraphs.reduce((sum, { text }) => sum + text.length, 0);
    if (letters < LEAST_SHOWN * collapseSpace(body).length) return true;
    if (letters > LONGEST_OPENING && !isPaywalled) return false;
    const last = paragraphs.at(-1).node;
    const end = blocks.findLastIndex(({ node }) => node === last) + 1;
    return end > 0 && blocks.slice(end, end + NEAR).some(isWall);
  }

  return { isOpening };
})();
