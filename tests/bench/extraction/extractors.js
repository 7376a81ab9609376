/**
 * What each extractor makes of the page that is open. Runs in a world of its own beside the page,
 * as the extension does, after the extension's scripts and Defuddle's.
 */
globalThis.extractors = (() => {
  const BLOCKS = "p, div, li, ul, ol, h1, h2, h3, h4, h5, h6, blockquote, section, article, td, br";

  /** Read text with its blocks apart: textContent joins the last word of one to the next one's. */
  function readBlocks(root) {
    for (const block of root.querySelectorAll(BLOCKS)) block.after("\n");
    return root.textContent;
  }

  return {
    ours() {
      const found = nutgraf.article.find();
      const titles = new Map(found.sections.map(({ title, start }) => [start, title]));
      return found.paragraphs.flatMap(({ text }, place) =>
        titles.has(place) ? [titles.get(place), text] : [text],
      );
    },
    readability() {
      const options = { serializer: (root) => root };
      const article = new Readability(document.cloneNode(true), options).parse();
      return article ? [readBlocks(article.content)] : [];
    },
    innerText() {
      return [document.body?.innerText ?? ""];
    },
    // The last: it may change the page.
    defuddle() {
      const { content } = new Defuddle(document, { url: location.href, useAsync: false }).parse();
      return [readBlocks(new DOMParser().parseFromString(content, "text/html").body)];
    },
  };
})();

/** Run one of them; what fails has found nothing. */
globalThis.extract = (name) => {
  const start = performance.now();
  let text = "";
  let error = null;
  try {
    text = extractors[name]().join("\n");
  } catch (failure) {
    error = String(failure);
  }
  return { text, milliseconds: performance.now() - start, error };
};
