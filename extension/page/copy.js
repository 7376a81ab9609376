/** The digest as text that a reader can paste elsewhere. Pure: no page, no browser. */
globalThis.nutgraf ??= {};

nutgraf.copy = (() => {
  /** What Markdown would take for markup. A line of ours never begins with the page's text. */
  const MARKUP = /[\\`*_[\]<>&~|]/g;

  const SIGNATURE = "In short, by Nutgraf";

  const escape = (text) => text.replace(MARKUP, "\\$&");

  /** Write the points as a list under a head. */
  const list = (head, points, mark) => [head, "", ...points.map((text) => mark + text)].join("\n");

  /**
   * @typedef {{title: string, url: string, points: string[]}} Digest
   *     one line each; `url` without fragment
   */

  /** @param {Digest} digest */
  function asText({ title, points }) {
    return list(title, points, "• ");
  }

  /** @param {Digest} digest */
  function asMarkdown({ title, url, points }) {
    // In pointed brackets an address may hold all but these.
    const address = url.replace(/[<>\s\\]/g, encodeURIComponent);
    return list(`## [${escape(title)}](<${address}>)`, points.map(escape), "- ");
  }

  /** @param {Digest} digest */
  function withLink({ title, url, points }) {
    return `${list(`${title}\n${url}`, points, "• ")}\n\n${SIGNATURE}`;
  }

  return { asText, asMarkdown, withLink };
})();
