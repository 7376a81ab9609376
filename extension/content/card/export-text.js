/** The digest as text that a reader can paste elsewhere, or hear. Pure: no page, no browser. */
globalThis.nutgraf ??= {};

nutgraf.exportText ??= (() => {
  /** What Markdown would take for markup. A line of ours never begins with the page's text. */
  const MARKUP = /[\\`*_[\]<>&~|]/g;

  const SIGNATURE = "In short, by Nutgraf";

  const escape = (text) => text.replace(MARKUP, "\\$&");

  /** Write lines as a list under a head. */
  const list = (head, lines, mark) => [head, "", ...lines.map((text) => mark + text)].join("\n");

  /** Write the points under the head, and each part's line under its sub-heading. */
  function write(head, { points, sections }, mark, level) {
    const parts = sections.map(({ title, text }) => list(level + title, [text], mark));
    return [list(head, points, mark), ...parts].join("\n\n");
  }

  /**
   * @typedef {{title: string, url: string, points: string[],
   *     sections: {title: string, text: string}[]}} Digest one line each; `url` without fragment
   */

  /** @param {Digest} digest */
  function asText(digest) {
    return write(digest.title, digest, "• ", "");
  }

  /** @param {Digest} digest */
  function asMarkdown({ title, url, points, sections }) {
    // In pointed brackets an address may hold all but these.
    const address = url.replace(/[<>\s\\]/g, encodeURIComponent);
    const escaped = {
      points: points.map(escape),
      sections: sections.map((part) => ({ title: escape(part.title), text: escape(part.text) })),
    };
    return write(`## [${escape(title)}](<${address}>)`, escaped, "- ", "### ");
  }

  /** @param {Digest} digest */
  function withLink(digest) {
    return `${write(`${digest.title}\n${digest.url}`, digest, "• ", "")}\n\n${SIGNATURE}`;
  }

  /**
   * @param {Digest} digest
   * @returns {string[]} what is read aloud, a breath between each and the next
   */
  function asSpeech({ points, sections }) {
    return [...points, ...sections.flatMap(({ title, text }) => [title, text])];
  }

  return { asText, asMarkdown, withLink, asSpeech };
})();
