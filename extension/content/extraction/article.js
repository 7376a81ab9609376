/**
 * Finds the article of the page: what it says, paragraph by paragraph, and which live node says it.
 * Readability takes its document apart, so it is given a clone, and the page is left alone.
 */
globalThis.nutgraf ??= {};

nutgraf.article ??= (() => {
  const { page, fold, read } = nutgraf.domText;
  const { readBlocks, readCopy, align, merge } = nutgraf.candidates;
  const { sieve, isInvitation } = nutgraf.clutter;
  const { readFacts } = nutgraf.jsonLd;
  const { isHeading, part } = nutgraf.headings;
  const { isOpening } = nutgraf.paywall;
  const { Refusal, demandArticle, refuseShort } = nutgraf.pageKind;

  /** Structured text that has less than this share of what Readability found is only a part. */
  const LEAST_SHARE = 0.9;

  /** Fewer letters than this, over all paragraphs, and the page has no article to shorten. */
  const SHORTEST_ARTICLE = 200;

  /** The limits of the protocol (server/API.md): what is beyond them is not sent at all. */
  const MOST_CHARACTERS = 400_000;
  const MOST_PARAGRAPHS = 10_000;

  /** Three times what the longest pages have; reading this many takes seconds. */
  const MOST_ELEMENTS = 100_000;

  /**
   * Say whether the paragraphs are teasers of other pages, as on a section front: each stands
   * in a box of its own, under a heading that leads elsewhere.
   */
  function areTeasers(paragraphs) {
    const boxes = new Set();
    const teasers = paragraphs.filter(({ node }, place) => {
      const box = node.closest("article, li") ?? node.parentElement;
      // What a box holds of them stands in a row, so that the next two on each side tell.
      const near = paragraphs.slice(Math.max(0, place - 2), place + 3);
      const alone = near.filter((other) => box.contains(other.node)).length <= 2;
      const isTeaser = alone && box.querySelector("h1 a, h2 a, h3 a, h4 a, a h1, a h2, a h3, a h4");
      if (isTeaser) boxes.add(box);
      return isTeaser;
    });
    // One box alone is a short story whose headline links to itself, as blogs do.
    return boxes.size > 1 && teasers.length > paragraphs.length / 2;
  }

  /** Say whether a paragraph ends as a sentence does; kickers, bylines and tags do not. */
  function isProse({ text }) {
    return /[.!?…]["'”’»)\]]*$/.test(text);
  }

  /** Write a title without what sites write now so, now so: dots, dashes and quotation marks. */
  function bare(title) {
    return fold(title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " "));
  }

  /** Cut what is no prose at either end, but for a list that the last prose leads to. */
  function trimEnds(blocks) {
    const start = blocks.findIndex(isProse);
    let end = blocks.findLastIndex(isProse) + 1;
    while (end < blocks.length && blocks[end].node.closest("li")) end++;
    return blocks.slice(Math.max(start, 0), end);
  }

  /** Cut what stands before the headline, the stories below that have their own, and the ends. */
  function trim(blocks, title) {
    const headlines = [...page.querySelectorAll("h1")].filter((heading) =>
      heading.checkVisibility(),
    );
    const headline = headlines.find((heading) => bare(title).includes(bare(heading.textContent)));
    if (!headline) return trimEnds(blocks);
    const story = headline.closest("article");
    const isStacked =
      story && headlines.some((other) => other.closest("article") && !story.contains(other));
    const isOwn = ({ node }) =>
      headline.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING &&
      (!isStacked || story.contains(node));
    return trimEnds(blocks.filter(isOwn));
  }

  function countLetters(blocks) {
    return blocks.reduce((sum, { text }) => sum + text.length, 0);
  }

  /** Drop what is clutter, and what was said before: pull quotes and mobile copies say it twice. */
  function clean(blocks, isShown) {
    const { isBeside, isCaption } = sieve(countLetters(blocks), isShown);
    const seen = new Set();
    return blocks.filter((block) => {
      const { node, text } = block;
      if (seen.has(text) || isInvitation(text) || isHeading(block)) return false;
      if (isBeside(node) || isCaption(node)) return false;
      seen.add(text);
      return true;
    });
  }

  /**
   * Choose among the candidates: what the page itself says is its article, where that is whole;
   * else what Readability found, and the prose that it left out between: it doubts lists, and boxes
   * of few words.
   */
  function choose({ copied, live, blocks, body }, isShown = true) {
    const found = clean(copied, isShown);
    const all = merge(found, blocks, live);
    const said = clean(align(all, body), isShown);
    if (said.length && countLetters(said) >= LEAST_SHARE * countLetters(found)) return said;
    const sure = new Set(trimEnds(found));
    const isSure = (block) => sure.has(block);
    const span = all.slice(all.findIndex(isSure), all.findLastIndex(isSure) + 1);
    return clean(
      span.filter((block) => isSure(block) || isProse(block)),
      isShown,
    );
  }

  /**
   * Find the article of the page.
   * @returns {{title: string, lang: string, paragraphs: {text: string, node: Element}[],
   *     sections: {title: string, start: number}[], isOpening: boolean, facts: object}} `node` is
   *     the live block that says `text`; a section starts with the paragraph at that index;
   *     `isOpening` where the page keeps the rest back; `facts` are those of json-ld.js
   * @throws {Refusal} where the page has none, or one beyond the limits
   */
  function find() {
    const live = page.querySelectorAll("*");
    if (live.length > MOST_ELEMENTS) throw new Refusal("page-too-large");
    const { title, lang, blocks: copied } = readCopy(live);
    if (copied.length > MOST_PARAGRAPHS) throw new Refusal("page-too-large");
    const facts = readFacts();
    const blocks = readBlocks();
    const said = { copied, live, blocks, body: facts.body };
    let found = trim(choose(said), title);
    // Some pages hide their article until scripts of their own have run.
    if (facts.isArticle && countLetters(found) < SHORTEST_ARTICLE)
      found = trim(choose(said, false), title);
    const { isBeside } = sieve(countLetters(found));
    const { paragraphs, sections } = part(found, isBeside);
    const letters = countLetters(paragraphs);
    demandArticle(facts, letters);
    if (letters < SHORTEST_ARTICLE) throw refuseShort();
    if (areTeasers(paragraphs)) throw new Refusal("front-page");
    if (letters + title.length > MOST_CHARACTERS || paragraphs.length > MOST_PARAGRAPHS) {
      throw new Refusal("page-too-large");
    }
    const isStub = isOpening(paragraphs, blocks, facts);
    return { title, lang, paragraphs, sections, isOpening: isStub, facts };
  }

  /**
   * Find the live sentence that a source span of the protocol names.
   * @param {{text: string, node: Element}} paragraph
   * @param {{start: number, end: number}} source offsets in code points of the paragraph
   * @returns {?Range} null where the page has changed since.
   */
  function locate(paragraph, source) {
    const { codeUnits } = nutgraf.domText;
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
