/**
 * What a page says of its article in JSON-LD (schema.org), for machines. 40 % of news pages have the
 * whole text there: it tells which of the live blocks are the article's.
 */
globalThis.nutgraf ??= {};

nutgraf.jsonLd ??= (() => {
  const { page } = nutgraf.domText;

  /** The types of schema.org for what a newspaper prints. */
  const ARTICLE = /Article$|^(Report|BlogPosting|LiveBlogPosting)$/;

  /** Beyond this a script is a page's data, and not a word about its article. */
  const LONGEST_SCRIPT = 1_000_000;

  /** No real one has a tenth of this many parts. */
  const MOST_PARTS = 10_000;

  /** List the objects of a JSON value, whatever it is nested in. */
  function* objects(value) {
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

  /** Name the types of an object: one, or a list of them. */
  const typesOf = (object) => [object["@type"]].flat().filter((type) => typeof type === "string");

  /**
   * Read what the page says of its article.
   * @returns {{body: string, isArticle: boolean, isVideo: boolean, isKeptBack: boolean,
   *     date: string, site: string}} `body` is the longest text that is given for it; `isKeptBack`
   *     where not everybody may read it; `date` is as the page has it. What is not said is "".
   */
  function readFacts() {
    const facts = {
      body: "",
      isArticle: false,
      isVideo: false,
      isKeptBack: false,
      date: "",
      site: "",
    };
    const type = page.querySelector('meta[property="og:type"]')?.content;
    facts.isArticle = type === "article";
    facts.isVideo = /^video\b/.test(type ?? "");
    for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
      for (const part of objects(parse(script))) {
        const { articleBody, isAccessibleForFree, datePublished, publisher } = part;
        if (typeof articleBody === "string" && articleBody.length > facts.body.length)
          facts.body = articleBody;
        if (!typesOf(part).some((type) => ARTICLE.test(type))) continue;
        facts.isArticle = true;
        if (/^false$/i.test(String(isAccessibleForFree))) facts.isKeptBack = true;
        facts.date ||= asText(datePublished);
        facts.site ||= asText(publisher?.name);
      }
    }
    return facts;
  }

  return { readFacts };
})();
