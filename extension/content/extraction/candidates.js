/**
 * Three ways to find the article's blocks among the live ones of the page. Each is right where
 * another fails; article.js chooses.
 *
 * @typedef {{text: string, node: Element}} Block a paragraph, and the live element that holds it
 */
globalThis.nutgraf ??= {};

nutgraf.candidates ??= (() => {
  const { page, unclobbered } = nutgraf.dom;
  const { collapseSpace, UNSEEN } = nutgraf.domText;

  /** On the elements of the clone: the index of the live element. */
  const LIVE_INDEX = "data-nutgraf-node";

  /** Elements that begin a new paragraph. */
  const BLOCKS = `address, article, aside, blockquote, dd, div, dl, dt, figcaption, figure, footer,
    form, h1, h2, h3, h4, h5, h6, header, li, main, nav, ol, p, pre, section, table, td, th, tr, ul`;

  /** The length of a shingle, in words: texts that share one have these words in a row. */
  const SHINGLE = 4;

  /** A block repeats a text if it shares at least this much of its shingles with it. */
  const ALIKE = 0.7;

  /** The structured text is complete on the page if its blocks cover this share of it. */
  const WHOLE = 0.8;

  /** Return whether an element of this name would shadow a property that Readability uses. */
  const isClobbering = (name) => name in HTMLFormElement.prototype || name in Document.prototype;

  /**
   * Clone the document, each element marked with the index of its live counterpart.
   * @param {NodeListOf<Element>} live all elements of the page, in document order
   * @returns {{copy: Document, liveNode: (element: Element) => ?Element}} `liveNode` finds the live
   *     counterpart of an element of the clone, or of one that Readability made from its parts
   */
  function cloneDocument(live) {
    const copy = /** @type {Document} */ (page.cloneNode(true));
    const root = unclobbered(copy);
    root.querySelectorAll("*").forEach((element, index) => {
      unclobbered(element).setAttribute(LIVE_INDEX, String(index));
    });
    // Readability itself is not guarded against these names.
    for (const element of root.querySelectorAll("[name], [id]")) {
      for (const attribute of ["name", "id"]) {
        if (isClobbering(unclobbered(element).getAttribute(attribute)))
          unclobbered(element).removeAttribute(attribute);
      }
    }
    const find = (element) => live[element?.getAttribute(LIVE_INDEX)];
    const marked = `[${LIVE_INDEX}]`;
    const liveNode = (element) =>
      find(element) ??
      unclobbered(find(element.querySelector(marked)))?.parentElement ??
      find(element.closest(marked));
    return { copy, liveNode };
  }

  /** Split the text of an element into runs, each of one block. */
  function* splitRuns(root) {
    const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let run = { block: null, text: "" };
    let breaks = 0;
    const next = () => /** @type {?ElementOrText} */ (walker.nextNode());
    for (let node = next(); node; node = next()) {
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.localName === "br") breaks++;
        continue;
      }
      if (!node.data.trim() && breaks) continue;
      const parent = unclobbered(node.parentElement);
      if (parent.closest(UNSEEN)) continue;
      const block = parent.closest(BLOCKS);
      // Sites that use no paragraph elements separate paragraphs with two line breaks.
      if (block !== run.block || breaks > 1) {
        if (run.text.trim()) yield run;
        run = { block, text: "" };
      } else if (breaks) run.text += " ";
      breaks = 0;
      run.text += node.data;
    }
    if (run.text.trim()) yield run;
  }

  /**
   * Read the text of all live blocks of the page.
   * @returns {Block[]}
   */
  function readBlocks() {
    const blocks = [];
    for (const { block, text } of splitRuns(page.body)) {
      if (block) blocks.push({ node: block, text: collapseSpace(text) });
    }
    return blocks;
  }

  /**
   * Read what Readability takes for the article. It takes its document apart, so it gets a clone.
   * @param {NodeListOf<Element>} live all elements of the page, in document order
   * @returns {{title: string, lang: string, blocks: Block[]}}
   */
  function runReadability(live) {
    const { copy, liveNode } = cloneDocument(live);
    const result = new Readability(copy, { serializer: (root) => root }).parse();
    const blocks = [];
    for (const { block, text } of result ? splitRuns(result.content) : []) {
      const node = liveNode(block);
      if (node) blocks.push({ node, text: collapseSpace(text) });
    }
    return { title: result?.title ?? "", lang: result?.lang ?? "", blocks };
  }

  function makeShingles(text) {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const shingles = [];
    for (let first = 0; first + SHINGLE <= words.length; first++) {
      shingles.push(words.slice(first, first + SHINGLE).join(" "));
    }
    return shingles;
  }

  /** Return whether most shingles of a text are among the known ones. */
  function isKnown(shingles, known) {
    if (!shingles.length) return false;
    return shingles.filter((shingle) => known.has(shingle)).length >= ALIKE * shingles.length;
  }

  /** Find the blocks that the structured text repeats; none if the page lacks a part of it. */
  function alignStructured(blocks, body) {
    if (!body) return [];
    const wanted = new Set(makeShingles(body));
    const covered = new Set();
    const found = blocks.filter(({ text }) => {
      const shingles = makeShingles(text);
      if (!isKnown(shingles, wanted)) return false;
      for (const shingle of shingles) if (wanted.has(shingle)) covered.add(shingle);
      return true;
    });
    return covered.size >= WHOLE * wanted.size ? found : [];
  }

  /** Add the live blocks whose text Readability did not find, in document order. */
  function mergeBlocks(copied, blocks, live) {
    const places = new Map([...live].map((element, place) => [element, place]));
    const texts = new Set(copied.map(({ text }) => text));
    const known = new Set(copied.flatMap(({ text }) => makeShingles(text)));
    const others = blocks.filter(
      ({ text }) => !texts.has(text) && !isKnown(makeShingles(text), known),
    );
    return [...copied, ...others].sort(
      (one, other) => places.get(one.node) - places.get(other.node),
    );
  }

  return { readBlocks, runReadability, alignStructured, mergeBlocks };
})();
