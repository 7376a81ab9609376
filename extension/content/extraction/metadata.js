/** Reads where an article stands, of when it is, and which one the site would have its reader take next. */
globalThis.nutgraf ??= {};

nutgraf.metadata ??= (() => {
  const { page, fold } = nutgraf.domText;

  /** Longer names and headlines are cut. */
  const LONGEST_SITE = 60;
  const LONGEST_HEADLINE = 120;

  /** No page of the web is older. A page whose date is past tomorrow's does not know it. */
  const FIRST_YEAR = 1991;
  const A_DAY = 86_400_000;

  /** How sites head the link to their next story; "Next week's weather" is a headline of its own. */
  const NEXT =
    /^next(?: (?:article|story|post|up)\b[\s:›»→-]*|(?: in [^:›»→]{1,30}?)?\s*(?:[:›»→]\s*|$))/i;

  function shorten(text, most) {
    const folded = fold(text);
    return folded.length > most ? `${folded.slice(0, most - 1).trimEnd()}…` : folded;
  }

  /**
   * Read a date as pages write it.
   * @param {string} text ISO 8601, or nearly
   * @param {number} now milliseconds since 1970
   * @returns {?Date} null for what is none, and for one that cannot be
   */
  function readDate(text, now) {
    // A day alone would be read as midnight in Greenwich, which is the day before in New York.
    const date = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00` : text);
    const isOne = date.getFullYear() >= FIRST_YEAR && date.getTime() < now + A_DAY;
    return isOne ? date : null;
  }

  /** Find the page's own words on when it was published. */
  function findDate() {
    const meta = page.querySelector('meta[property="article:published_time"]');
    const time = page.querySelector(
      "h1 ~ time[datetime], article time[datetime], main time[datetime]",
    );
    return meta?.getAttribute("content") || time?.getAttribute("datetime") || "";
  }

  /**
   * Say whether a link leads to another page of the same site.
   * @param {string} href as `link.href` has it, whole
   * @param {{host: string, pathname: string, search: string}} here
   */
  function isOnward(href, here) {
    if (!URL.canParse(href)) return false;
    const { protocol, host, pathname, search } = new URL(href);
    const isElsewhere = pathname !== here.pathname || search !== here.search;
    return /^https?:$/.test(protocol) && host === here.host && isElsewhere;
  }

  /** Find the link to the next story: one that says so to machines, or below the article to readers. */
  function findNext(last) {
    const said = page.querySelectorAll('link[rel~="next"], a[rel~="next"]');
    const below = [...page.querySelectorAll("a[href]")].filter(
      (link) =>
        NEXT.test(fold(link.textContent)) &&
        last.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const link = [...said, ...below].find(({ href }) => isOnward(href, location));
    if (!link) return null;
    const headline = fold(link.textContent || link.title).replace(NEXT, "");
    return { url: link.href, headline: shorten(headline, LONGEST_HEADLINE) };
  }

  /**
   * Read all of it. What the page says is text of its own making, good for nothing but to be shown.
   * @param {{paragraphs: {node: Element}[], facts: {date: string, site: string}}} found
   * @returns {{site: string, date: ?Date, next: ?{url: string, headline: string}}} `headline` is ""
   *     where only machines are told of the next story
   */
  function read({ paragraphs, facts }) {
    const named = page.querySelector('meta[property="og:site_name"]')?.getAttribute("content");
    const site = named || facts.site || location.hostname.replace(/^www\./, "");
    return {
      site: shorten(site, LONGEST_SITE),
      date: readDate(facts.date || findDate(), Date.now()),
      next: findNext(paragraphs.at(-1).node),
    };
  }

  return { read, readDate, isOnward, NEXT };
})();
