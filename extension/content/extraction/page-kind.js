/** Tells the pages that are no article, whatever text they hold, and why. */
globalThis.nutgraf ??= {};

nutgraf.pageKind ??= (() => {
  const { page } = nutgraf.domText;

  /** Where sites keep their home page, in one language or more. */
  const HOME = /^\/((index|home|default)(\.\w+)?|[a-z]{2}([-_][a-z]{2})?)?\/?$/i;

  /** Where they list what was found, and how they name what was looked for. */
  const SEARCH = /(^|\/)search([/.]|$)/i;
  const QUERIES = ["q", "query", "search", "s", "keyword", "keywords"];

  /** Headlines that lead elsewhere: so many make a front page. */
  const HEADLINES = "h1 a, h2 a, h3 a, h4 a, a h1, a h2, a h3, a h4";
  const MOST_HEADLINES = 5;

  /** Below a video stands a description; with more letters than this it is a story of its own. */
  const LONGEST_DESCRIPTION = 1500;

  /** What there is no article for. `code` is that of a message. */
  class Refusal extends Error {
    constructor(code) {
      super(code);
      this.code = code;
    }
  }

  const isFront = () => page.querySelectorAll(HEADLINES).length >= MOST_HEADLINES;

  function isSearch({ pathname, searchParams }) {
    return SEARCH.test(pathname) || QUERIES.some((name) => searchParams.has(name));
  }

  /**
   * Refuse a page that says by its address or its data that it is of another kind. One that says
   * that it is an article is believed.
   * @param {{isArticle: boolean, isVideo: boolean}} facts of json-ld.js
   * @param {number} letters of what seems to be its article
   */
  function demandArticle({ isArticle, isVideo }, letters) {
    if (isArticle) return;
    const address = new URL(location.href);
    if (isVideo && letters < LONGEST_DESCRIPTION) throw new Refusal("video-page");
    if (isSearch(address) && isFront()) throw new Refusal("search-page");
    if (HOME.test(address.pathname) && isFront()) throw new Refusal("front-page");
  }

  /** Make the refusal of a page that has hardly any text. */
  function refuseShort() {
    return new Refusal(isFront() ? "front-page" : "not-article");
  }

  return { Refusal, demandArticle, refuseShort };
})();
