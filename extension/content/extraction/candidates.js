/**
 * Ways to find the blocks of the article among the page's live ones. Each is right where another
 * fails; article.js chooses.
 */
globalThis.nutgraf ??= {};

nutgraf.candidates ??= (() => {
  const { page, fold, UNSEEN } = nutgraf.domText;

  // A field of that name takes its place in a live form.
  const { closest } = Element.prototype;

  /** The attribute, on the clone only, that leads from a copy back to its live node. */
  const WAY_BACK = "data-nutgraf-node";

  /** Elements that begin a new paragraph. */
  const BLOCKS = `address, article, aside, blockquote, dd, div, dl, dt, figcaption, figure, footer,
    form, h1, h2, h3, h4, h5, h6, header, li, main, nav, ol, p, pre, section, table, td, th, tr, ul`;

  /** So many words in a row tell that two texts are the same. */
  const SHINGLE = 4;

  /** A block says what another text says when that has this share of its shingles. */
  const ALIKE = 0.7;

  /** The structured text is whole on the page when its blocks have this share of it. */
  const WHOLE = 0.8;

  /** What would stand in the way of reading a form or document, were it the name of a part of it. */
  const isClobbering = (name) => name in HTMLFormElement.prototype || name in Document.prototype;

  /**
   * Copy the document, each element marked with its number among the live ones.
   * @returns {{copy: Document, liveNode: (element: Element) => ?Element}} `liveNode` leads from an
   *     element of the copy, or one that Readability made of its parts, to the live one.
   */
  function copyDocument(live) {
    const copy = page.cloneNode(true);
    // Asked as a bare element: names can stand in the way of the copy's own methods, too.
    const { querySelectorAll } = Document.prototype;
    querySelectorAll.call(copy, "*").forEach((element, number) => {
      Element.prototype.setAttribute.call(element, WAY_BACK, number);
    });
    for (const element of querySelectorAll.call(copy, "[name], [id]")) {
      for (const name of ["name", "id"]) {
        if (isClobbering(Element.prototype.getAttribute.call(element, name)))
          Element.prototype.removeAttribute.call(element, name);
      }
    }
    const find = (element) => live[element?.getAttribute(WAY_BACK)];
    const marked = `[${WAY_BACK}]`;
    const liveNode = (element) =>
      find(element) ??
      find(element.querySelector(marked))?.parentElement ??
      find(element.closest(marked));
    return { copy, liveNode };
  }

  /** Part what an element says into runs of text that share their nearest block. */
  function* runs(root) {
    const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let run = { block: null, text: "" };
    let breaks = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.localName === "br") breaks++;
        continue;
      }
      if (!node.data.trim() && breaks) continue;
      const parent = node.parentElement;
      if (closest.call(parent, UNSEEN)) continue;
      const block = closest.call(parent, BLOCKS);
      // Two line breaks are the paragraphs of those who write without them.
      if (block !== run.block || breaks > 1) {
        if (run.text.trim()) yield run;
        run = { block, text: "" };
      } else if (breaks) run.text += " ";
      breaks = 0;
      run.text += node.data;
    }
    if (run.text.trim()) yield run;
  }

  /** Part the page into what its live blocks say. */
  function readBlocks() {
    const blocks = [];
    for (const { block, text } of runs(page.body)) {
      if (block) blocks.push({ node: block, text: fold(text) });
    }
    return blocks;
  }

  /** Ask Readability. */
  function readCopy(live) {
    const { copy, liveNode } = copyDocument(live);
    const result = new Readability(copy, { serializer: (root) => root }).parse();
    const blocks = [];
    for (const { block, text } of result ? runs(result.content) : []) {
      const node = liveNode(block);
      if (node) blocks.push({ node, text: fold(text) });
    }
    return { title: result?.title ?? "", lang: result?.lang ?? "", blocks };
  }

  function shingles(text) {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const found = [];
    for (let first = 0; first + SHINGLE <= words.length; first++) {
      found.push(words.slice(first, first + SHINGLE).join(" "));
    }
    return found;
  }

  /** Say whether the shingles of a text are for the most part among the known ones. */
  function isAmong(own, known) {
    return own.length > 0 && own.filter((one) => known.has(one)).length >= ALIKE * own.length;
  }

  /** Find the blocks that say what the structured text says; none where it is not all there. */
  function align(blocks, body) {
    if (!body) return [];
    const wanted = new Set(shingles(body));
    const met = new Set();
    const found = blocks.filter(({ text }) => {
      const own = shingles(text);
      if (!isAmong(own, wanted)) return false;
      for (const shingle of own) if (wanted.has(shingle)) met.add(shingle);
      return true;
    });
    return met.size >= WHOLE * wanted.size ? found : [];
  }

  /** Put the live blocks that say something else among those of the copy, in the page's order. */
  function merge(copied, blocks, live) {
    const places = new Map([...live].map((element, place) => [element, place]));
    const texts = new Set(copied.map(({ text }) => text));
    const said = new Set(copied.flatMap(({ text }) => shingles(text)));
    const others = blocks.filter(({ text }) => !texts.has(text) && !isAmong(shingles(text), said));
    return [...copied, ...others].sort(
      (one, other) => places.get(one.node) - places.get(other.node),
    );
  }

  return { readBlocks, readCopy, align, merge };
})();
