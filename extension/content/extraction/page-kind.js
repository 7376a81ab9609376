/** Recognizes pages that are not articles, whatever text they hold, and says what they are instead. */
globalThis.nutgraf ??= {};

nutgraf.pageKind ??= (() => {
  const { page } = nutgraf.dom;

  /** Paths of home pages, in one or more languages. */
  const HOME = /^\/((index|home|default)(\.\w+)?|[a-z]{2}([-_][a-z]{2})?)?\/?$/i;

  /** Paths of search results, and the parameters that hold the search terms. */
  const SEARCH = /(^|\/)search([/.]|$)/i;
  const QUERIES = ["q", "query", "search", "s", "keyword", "keywords"];

  /** Headlines that link to other pages: this many make a front page. */
  const HEADLINES = "h1 a, h2 a, h3 a, h4 a, a h1, a h2, a h3, a h4";
  const MOST_HEADLINES = 5;

  /** A longer text below a video, in letters, is a story and not a description. */
  const LONGEST_DESCRIPTION = 1500;

  /** Why a page or its article cannot be shortened; `code` names the message. */
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
   * Refuse a page whose address or metadata shows that it is not an article. A page that states
   * that it is an article is taken at its word.
   * @param {Facts} facts
   * @param {number} letters the length of what seems to be its article
   * @throws {Refusal}
   */
  function demandArticle({ isArticle, isVideo }, letters) {
    if (isArticle) return;
    const address = new URL(location.href);
    if (isVideo && letters < LONGEST_DESCRIPTION) throw new Refusal("video_page");
    if (isSearch(address) && isFront()) throw new Refusal("search_page");
    if (HOME.test(address.pathname) && isFront()) throw new Refusal("front_page");
  }

  /** Return the refusal of a page that has hardly any text. */
  function refuseShort() {
    return new Refusal(isFront() ? "front_page" : "not_article");
  }

  return { Refusal, demandArticle, refuseShort };
})();
