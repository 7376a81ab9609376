/**
 * Finds the article of the page: what it says, paragraph by paragraph, and which live node says it.
 * Readability takes its document apart, so it is given a clone, and the page is left alone.
 */
globalThis.nutgraf ??= {};

nutgraf.article = (() => {
  const { page, outward, fold, read } = nutgraf.text;

  /** The attribute, on the clone only, that leads from a copy back to its live node. */
  const WAY_BACK = "data-nutgraf-node";

  /** Elements that begin a new paragraph. */
  const BLOCKS = `address, article, aside, blockquote, dd, div, dl, dt, figcaption, figure, footer,
    form, h1, h2, h3, h4, h5, h6, header, li, main, nav, ol, p, pre, section, table, td, th, tr, ul`;

  /** Elements whose text is about the article, or about the site, but is not the article's. */
  const ASIDES = `aside, button, dialog, figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6,
    header, nav, table, time, [role="complementary"], [role="navigation"], [role="dialog"], [role="note"]`;

  /** Words in a class by which sites name such boxes, whatever element they use. */
  const ASIDE_NAMES = new Set(
    `ad ads advert advertisement author breadcrumb byline caption comment comments cookie credit
     disclaimer factbox newsletter notification notifications notify outbrain promo promos pullquote
     recirc recirculation recommended related share sharing signup social sponsor sponsored subscribe
     taboola tags timestamp toolbar`.split(/\s+/),
  );

  /** A box that holds more of the text than this is the article, whatever its class says. */
  const LARGEST_ASIDE = 0.4;

  /** Past this share of linked letters a paragraph is a list of links ("Read more: …"). */
  const MOST_LINKED = 0.6;

  /** A box with a picture and no more letters than this is a picture and its caption. */
  const LONGEST_CAPTION = 250;

  /** Fewer letters than this, over all paragraphs, and the page has no article to shorten. */
  const SHORTEST_ARTICLE = 200;

  /** The limits of the protocol (server/API.md): what is beyond them is not sent at all. */
  const MOST_CHARACTERS = 400_000;
  const MOST_PARAGRAPHS = 10_000;

  /** Three times what the longest pages have; reading this many takes seconds. */
  const MOST_ELEMENTS = 100_000;

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
    const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let run = { block: null, text: "" };
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const block = node.parentElement.closest(BLOCKS);
      if (block !== run.block) {
        if (run.text.trim()) yield run;
        run = { block, text: "" };
      }
      run.text += node.data;
    }
    if (run.text.trim()) yield run;
  }

  function hasAsideName(element) {
    const names = element.getAttribute("class") ?? "";
    // Sites write pull-quote, pull_quote and pullQuote for the same box.
    const words = names.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    return words.split(/[^a-z]+/).some((word) => ASIDE_NAMES.has(word));
  }

  /** Answer once per element: thousands of paragraphs can share a box as long as all of them. */
  function once(answer) {
    const answers = new Map();
    return (element) => {
      if (!answers.has(element)) answers.set(element, answer(element));
      return answers.get(element);
    };
  }

  /** Say whether a box is beside an article of so many letters. */
  function isAside(box, articleLength) {
    const isNamed = box.matches(ASIDES) || hasAsideName(box);
    return isNamed && box.textContent.length < LARGEST_ASIDE * articleLength;
  }

  /** Say whether a box holds a picture, and hardly more than its caption. */
  function isPicture(box) {
    return (
      fold(box.textContent).length <= LONGEST_CAPTION && box.querySelector("img, picture, video")
    );
  }

  function isMostlyLinks(node) {
    let linked = 0;
    for (const link of node.querySelectorAll("a")) linked += fold(link.textContent).length;
    return linked > MOST_LINKED * fold(node.textContent).length;
  }

  /**
   * Say whether the paragraphs are teasers of other pages, as on a section front: each stands
   * in a box of its own, under a heading that leads elsewhere.
   */
  function areTeasers(paragraphs) {
    const teasers = paragraphs.filter(({ node }, place) => {
      const box = node.closest("article, li") ?? node.parentElement;
      // What a box holds of them stands in a row, so that the next two on each side tell.
      const near = paragraphs.slice(Math.max(0, place - 2), place + 3);
      const alone = near.filter((other) => box.contains(other.node)).length <= 2;
      return alone && box.querySelector("h1 a, h2 a, h3 a, h4 a, a h1, a h2, a h3, a h4");
    });
    return teasers.length > paragraphs.length / 2;
  }

  /** Say whether a paragraph ends as a sentence does; kickers, bylines and tags do not. */
  function isProse({ text }) {
    return /[.!?…]["'”’»)\]]*$/.test(text);
  }

  /**
   * Cut what stands before the headline, and what is no prose at either end. Between two
   * paragraphs of prose it may be a list, and stays.
   */
  function trim(paragraphs, title) {
    const headline = [...page.querySelectorAll("h1")].find(
      (heading) => title.includes(fold(heading.textContent)) && heading.checkVisibility(),
    );
    const isAfterHeadline = ({ node }) =>
      !headline || headline.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    const body = paragraphs.filter(isAfterHeadline);
    return body.slice(body.findIndex(isProse), body.findLastIndex(isProse) + 1);
  }

  /**
   * Find the article of the page.
   * @returns {?{title: string, lang: string, paragraphs: {text: string, node: Element}[]}} null
   *     where the page has none. `node` is the live block that says `text`.
   * @throws {RangeError} where it is beyond the limits
   */
  function find() {
    const live = page.querySelectorAll("*");
    if (live.length > MOST_ELEMENTS) throw new RangeError("too many elements");
    const { copy, liveNode } = copyDocument(live);
    const result = new Readability(copy, { serializer: (root) => root }).parse();
    if (!result) return null;

    const length = result.content.textContent.length;
    const isBeside = once((box) => isAside(box, length));
    const isCaption = once(isPicture);
    const isMenu = once(isMostlyLinks);
    const seen = new Set(); // Pull quotes and mobile copies say a paragraph twice.
    const found = [];
    for (const { block, text: raw } of runs(result.content)) {
      const node = liveNode(block);
      const text = fold(raw);
      if (!node || seen.has(text) || !node.checkVisibility()) continue;
      const boxes = [...outward(node)].filter((box) => box !== page.body);
      if (boxes.some(isBeside) || boxes.slice(0, 2).some(isCaption) || isMenu(node)) continue;
      seen.add(text);
      found.push({ text, node });
    }
    const title = result.title ?? "";
    const paragraphs = trim(found, title);
    const letters = paragraphs.reduce((sum, { text }) => sum + text.length, 0);
    if (letters < SHORTEST_ARTICLE || areTeasers(paragraphs)) return null;
    if (letters + title.length > MOST_CHARACTERS || paragraphs.length > MOST_PARAGRAPHS) {
      throw new RangeError("too much text");
    }
    return { title, lang: result.lang ?? "", paragraphs };
  }

  /**
   * Find the live sentence that a source span of the protocol names.
   * @param {{text: string, node: Element}} paragraph
   * @param {{start: number, end: number}} source offsets in code points of the paragraph
   * @returns {?Range} null where the page has changed since.
   */
  function locate(paragraph, source) {
    const { codeUnits } = nutgraf.text;
    const first = codeUnits(paragraph.text, source.start);
    const sentence = paragraph.text.slice(first, codeUnits(paragraph.text, source.end));
    const { text, range } = read(paragraph.node);
    // A node can hold several paragraphs (parted by <br>), and a paragraph can say a thing twice.
    // One that has changed since it was read may still have the sentence.
    const place = text.indexOf(paragraph.text);
    const start = place < 0 ? text.indexOf(sentence) : place + first;
    return start < 0 ? null : range(start, start + sentence.length);
  }

  return { find, locate };
})();
