/**
 * Writes the digest as text to paste elsewhere or to read aloud. Pure: it uses no page and no browser.
 *
 * @typedef {object} Digest
 * @property {string} title
 * @property {string} url without fragment
 * @property {string[]} points one line each
 * @property {{title: string, text: string}[]} sections
 */
globalThis.nutgraf ??= {};

nutgraf.exportText ??= (() => {
  /** What Markdown would read as markup. No line of ours begins with the page's own text. */
  const MARKUP = /[\\`*_[\]<>&~|]/g;

  const SIGNATURE = "In short, by Nutgraf";

  const escapeMarkdown = (text) => text.replace(MARKUP, "\\$&");

  /** Write lines as a list under a heading. */
  const writeList = (heading, lines, bullet) =>
    [heading, "", ...lines.map((text) => bullet + text)].join("\n");

  /** Write the points under the heading, and each section's line under its sub-heading. */
  function write(heading, { points, sections }, bullet, level) {
    const parts = sections.map(({ title, text }) => writeList(level + title, [text], bullet));
    return [writeList(heading, points, bullet), ...parts].join("\n\n");
  }

  /** @param {Digest} digest */
  function asText(digest) {
    return write(digest.title, digest, "• ", "");
  }

  /** @param {Digest} digest */
  function asMarkdown({ title, url, points, sections }) {
    // In angle brackets a URL can hold any character but these.
    const address = url.replace(/[<>\s\\]/g, encodeURIComponent);
    const escaped = {
      points: points.map(escapeMarkdown),
      sections: sections.map((section) => ({
        title: escapeMarkdown(section.title),
        text: escapeMarkdown(section.text),
      })),
    };
    return write(`## [${escapeMarkdown(title)}](<${address}>)`, escaped, "- ", "### ");
  }

  /** @param {Digest} digest */
  function withLink(digest) {
    return `${write(`${digest.title}\n${digest.url}`, digest, "• ", "")}\n\n${SIGNATURE}`;
  }

  /**
   * @param {Digest} digest
   * @returns {string[]} utterances, to be read aloud with a pause after each
   */
  function asSpeech({ points, sections }) {
    return [...points, ...sections.flatMap(({ title, text }) => [title, text])];
  }

  return { asText, asMarkdown, withLink, asSpeech };
})();
