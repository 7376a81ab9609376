/** Reads the site, date and next story of an article from its page. */
globalThis.nutgraf ??= {};

nutgraf.metadata ??= (() => {
  const { page, isAfter } = nutgraf.dom;
  const { collapseSpace } = nutgraf.domText;
  const { NEXT } = nutgraf.english;

  /** Longer names and headlines are cut. */
  const LONGEST_SITE = 60;
  const LONGEST_HEADLINE = 120;

  /** The web has no older pages. */
  const FIRST_YEAR = 1991;
  const DAY_MS = 86_400_000;

  function shorten(text, limit) {
    const collapsed = collapseSpace(text);
    return collapsed.length > limit ? `${collapsed.slice(0, limit - 1).trimEnd()}…` : collapsed;
  }

  /**
   * Parse a date as pages write it.
   * @param {string} text ISO 8601, or nearly
   * @param {number} now milliseconds since 1970
   * @returns {?Date} null if it is missing, invalid, before the web or more than a day ahead
   */
  function parseDate(text, now) {
    // A day alone would be parsed as midnight in Greenwich, which is the day before in New York.
    const date = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00` : text);
    const isPlausible = date.getFullYear() >= FIRST_YEAR && date.getTime() < now + DAY_MS;
    return isPlausible ? date : null;
  }

  /** Find the publication date as the page states it, or "". */
  function findDate() {
    const meta = page.querySelector('meta[property="article:published_time"]');
    const time = page.querySelector(
      "h1 ~ time[datetime], article time[datetime], main time[datetime]",
    );
    return meta?.getAttribute("content") || time?.getAttribute("datetime") || "";
  }

  /**
   * Return whether a link leads to another page of the same site.
   * @param {string} href an absolute URL, as in `link.href`
   * @param {{host: string, pathname: string, search: string}} here
   */
  function isOnward(href, here) {
    if (!URL.canParse(href)) return false;
    const { protocol, host, pathname, search } = new URL(href);
    const isElsewhere = pathname !== here.pathname || search !== here.search;
    return /^https?:$/.test(protocol) && host === here.host && isElsewhere;
  }

  /** Find the link to the next story: marked as such in HTML, or by its text below the article. */
  function findNext(last) {
    /** @type {NodeListOf<HTMLLinkElement | HTMLAnchorElement>} */
    const marked = page.querySelectorAll('link[rel~="next"], a[rel~="next"]');
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = page.querySelectorAll("a[href]");
    const below = [...links].filter(
      (link) => NEXT.test(collapseSpace(link.textContent)) && isAfter(link, last),
    );
    const link = [...marked, ...below].find(({ href }) => isOnward(href, location));
    if (!link) return null;
    const headline = collapseSpace(link.textContent || link.title).replace(NEXT, "");
    return { url: link.href, headline: shorten(headline, LONGEST_HEADLINE) };
  }

  /**
   * Read the metadata. All of it is the page's own text, so only show it; decide nothing by it.
   * @param {Article} article one with facts
   * @returns {{site: string, date: ?Date, next: ?{url: string, headline: string}}} `headline` is ""
   *     if only a `<link>` names the next story
   */
  function read({ paragraphs, facts }) {
    const named = page.querySelector('meta[property="og:site_name"]')?.getAttribute("content");
    const site = named || facts.site || location.hostname.replace(/^www\./, "");
    return {
      site: shorten(site, LONGEST_SITE),
      date: parseDate(facts.date || findDate(), Date.now()),
      next: findNext(paragraphs.at(-1).node),
    };
  }

  return { read, parseDate, isOnward };
})();
