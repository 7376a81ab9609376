/**
 * Reads what a page states about its article for machines, mostly in JSON-LD (schema.org). 40 % of
 * news pages have the whole text there, which shows which live blocks belong to the article.
 *
 * @typedef {object} Facts
 * @property {string} body the longest text given for the article; "" if there is none
 * @property {boolean} isArticle
 * @property {boolean} isVideo
 * @property {boolean} isPaywalled whether the page states that the article is not free to read
 * @property {string} date as the page writes it; "" if it is missing
 * @property {string} site the publisher's name; "" if it is missing
 */
globalThis.nutgraf ??= {};

nutgraf.jsonLd ??= (() => {
  const { page } = nutgraf.dom;

  /** The schema.org types of what a newspaper publishes. */
  const ARTICLE = /Article$|^(Report|BlogPosting|LiveBlogPosting)$/;

  /** A longer script holds the page's data, not a description of its article. */
  const LONGEST_SCRIPT = 1_000_000;

  /** Ten times what real pages have. */
  const MOST_PARTS = 10_000;

  /** List the objects nested anywhere in a JSON value. */
  function* listObjects(value) {
    const open = [value];
    for (let count = 0; open.length && count < MOST_PARTS; count++) {
      const part = open.pop();
      if (!part || typeof part !== "object") continue;
      yield part;
      for (const inner of Object.values(part)) open.push(inner);
    }
  }

  function parse(script) {
    if (script.textContent.length > LONGEST_SCRIPT) return null;
    try {
      return JSON.parse(script.textContent);
    } catch {
      return null; // Many sites write JSON-LD by hand.
    }
  }

  const asText = (value) => (typeof value === "string" ? value : "");

  /** List the types of an object, which has one or an array of them. */
  const listTypes = (object) => [object["@type"]].flat().filter((type) => typeof type === "string");

  /**
   * Read what the page states about its article.
   * @returns {Facts}
   */
  function readFacts() {
    const facts = {
      body: "",
      isArticle: false,
      isVideo: false,
      isPaywalled: false,
      date: "",
      site: "",
    };
    /** @type {?HTMLMetaElement} */
    const meta = page.querySelector('meta[property="og:type"]');
    const type = meta?.content;
    facts.isArticle = type === "article";
    facts.isVideo = /^video\b/.test(type ?? "");
    for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
      for (const part of listObjects(parse(script))) {
        const { articleBody, isAccessibleForFree, datePublished, publisher } = part;
        if (typeof articleBody === "string" && articleBody.length > facts.body.length)
          facts.body = articleBody;
        if (!listTypes(part).some((type) => ARTICLE.test(type))) continue;
        facts.isArticle = true;
        if (/^false$/i.test(String(isAccessibleForFree))) facts.isPaywalled = true;
        facts.date ||= asText(datePublished);
        facts.site ||= asText(publisher?.name);
      }
    }
    return facts;
  }

  return { readFacts };
})();
