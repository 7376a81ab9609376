/**
 * What a page says of its article in JSON-LD (schema.org), for machines. 40 % of news pages have the
 * whole text there: it tells which of the live blocks are the article's.
 */
globalThis.nutgraf ??= {};

nutgraf.structured = (() => {
  const { page } = nutgraf.text;

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

  /** Return the longest article text that the page gives to machines, or "". */
  function readBody() {
    let longest = "";
    for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
      for (const { articleBody } of objects(parse(script))) {
        if (typeof articleBody === "string" && articleBody.length > longest.length) {
          longest = articleBody;
        }
      }
    }
    return longest;
  }

  return { readBody };
})();
