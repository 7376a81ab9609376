/**
 * Finds the article of the page: its text, paragraph by paragraph, and the live node of each.
 *
 * @typedef {object} Article
 * @property {string} title
 * @property {string} lang a language tag, or ""
 * @property {Block[]} paragraphs
 * @property {{title: string, start: number}[]} sections the sub-headings; each section starts with
 *     the paragraph at index `start`
 * @property {boolean} isOpening whether the page keeps the rest back
 * @property {Facts} [facts] missing if the article is a selection
 */
globalThis.nutgraf ??= {};

nutgraf.article ??= (() => {
  const { page, unclobbered, isAfter } = nutgraf.dom;
  const { collapseSpace, readText, toCodeUnits } = nutgraf.domText;
  const { readBlocks, runReadability, alignStructured, mergeBlocks } = nutgraf.candidates;
  const { makeTests, isInvitation } = nutgraf.clutter;
  const { readFacts } = nutgraf.jsonLd;
  const { isHeading, splitSections } = nutgraf.headings;
  const { isOpening } = nutgraf.paywall;
  const { Refusal, demandArticle, refuseShort } = nutgraf.pageKind;
  const { MAX_CHARACTERS, MAX_PARAGRAPHS } = nutgraf.protocol;

  /** Structured text with a smaller share of what Readability found is incomplete. */
  const LEAST_SHARE = 0.9;

  /** A page with fewer letters, over all paragraphs, has no article to shorten. */
  const SHORTEST_ARTICLE = 200;

  /** Three times what the longest pages have; reading this many takes seconds. */
  const MOST_ELEMENTS = 100_000;

  /**
   * Return whether the paragraphs are teasers of other pages, as on a section front: each is in a
   * box of its own, under a heading that links elsewhere.
   */
  function areTeasers(paragraphs) {
    const boxes = new Set();
    const teasers = paragraphs.filter(({ node }, place) => {
      const element = unclobbered(node);
      const box = element.closest("article, li") ?? element.parentElement;
      const parent = unclobbered(box);
      // The paragraphs of one box are consecutive, so two neighbours on each side are enough.
      const near = paragraphs.slice(Math.max(0, place - 2), place + 3);
      const isAlone = near.filter((other) => parent.contains(other.node)).length <= 2;
      const isTeaser =
        isAlone && parent.querySelector("h1 a, h2 a, h3 a, h4 a, a h1, a h2, a h3, a h4");
      if (isTeaser) boxes.add(box);
      return isTeaser;
    });
    // A single box is a short story whose headline links to itself, as on blogs.
    return boxes.size > 1 && teasers.length > paragraphs.length / 2;
  }

  /** Return whether a paragraph ends like a sentence; kickers, bylines and tags do not. */
  function isProse({ text }) {
    return /[.!?…]["'”’»)\]]*$/.test(text);
  }

  /** Reduce a title to its words: sites vary its case, dots, dashes and quotation marks. */
  function normalizeTitle(title) {
    return collapseSpace(title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " "));
  }

  /** Drop what is not prose at both ends, except a list that the last prose introduces. */
  function trimEnds(blocks) {
    const start = blocks.findIndex(isProse);
    let end = blocks.findLastIndex(isProse) + 1;
    while (end < blocks.length && unclobbered(blocks[end].node).closest("li")) end++;
    return blocks.slice(Math.max(start, 0), end);
  }

  /** Drop what precedes the headline, stories below with headlines of their own, and ragged ends. */
  function trim(blocks, title) {
    const headlines = [...page.querySelectorAll("h1")].filter((heading) =>
      heading.checkVisibility(),
    );
    const words = normalizeTitle(title);
    const headline = headlines.find((heading) =>
      words.includes(normalizeTitle(heading.textContent)),
    );
    if (!headline) return trimEnds(blocks);
    const story = headline.closest("article");
    const isStacked =
      story && headlines.some((other) => other.closest("article") && !story.contains(other));
    const isOwn = ({ node }) => isAfter(node, headline) && (!isStacked || story.contains(node));
    return trimEnds(blocks.filter(isOwn));
  }

  function countLetters(blocks) {
    return blocks.reduce((sum, { text }) => sum + text.length, 0);
  }

  /** Drop clutter and repeated text: pull quotes, and copies for small screens, say a thing twice. */
  function clean(blocks, isShown) {
    const { isClutter, isCaption } = makeTests(countLetters(blocks), isShown);
    const seen = new Set();
    return blocks.filter((block) => {
      const { node, text } = block;
      if (seen.has(text) || isInvitation(text) || isHeading(block)) return false;
      if (isClutter(node) || isCaption(node)) return false;
      seen.add(text);
      return true;
    });
  }

  /**
   * Choose among the candidates: the structured text if it is complete on the page. Otherwise
   * Readability's blocks, and the prose between them: Readability distrusts lists and short boxes.
   */
  function choose({ copied, live, blocks, body }, isShown = true) {
    const found = clean(copied, isShown);
    const all = mergeBlocks(found, blocks, live);
    const structured = clean(alignStructured(all, body), isShown);
    const isComplete = countLetters(structured) >= LEAST_SHARE * countLetters(found);
    if (structured.length && isComplete) return structured;
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
   * @returns {Article}
   * @throws {Refusal} if the page has none, or one beyond the limits of the protocol
   */
  function find() {
    const live = page.querySelectorAll("*");
    if (live.length > MOST_ELEMENTS) throw new Refusal("page_too_large");
    const { title, lang, blocks: copied } = runReadability(live);
    if (copied.length > MAX_PARAGRAPHS) throw new Refusal("page_too_large");
    const facts = readFacts();
    const blocks = readBlocks();
    const candidates = { copied, live, blocks, body: facts.body };
    let found = trim(choose(candidates), title);
    // Some pages hide their article until their own scripts have run.
    if (facts.isArticle && countLetters(found) < SHORTEST_ARTICLE)
      found = trim(choose(candidates, false), title);
    const { isClutter } = makeTests(countLetters(found));
    const { paragraphs, sections } = splitSections(found, isClutter);
    const letters = countLetters(paragraphs);
    demandArticle(facts, letters);
    if (letters < SHORTEST_ARTICLE) throw refuseShort();
    if (areTeasers(paragraphs)) throw new Refusal("front_page");
    if (letters + title.length > MAX_CHARACTERS || paragraphs.length > MAX_PARAGRAPHS) {
      throw new Refusal("page_too_large");
    }
    const isStub = isOpening(paragraphs, blocks, facts);
    return { title, lang, paragraphs, sections, isOpening: isStub, facts };
  }

  /**
   * Find the live sentence that a source span of the protocol names.
   * @param {Block} paragraph
   * @param {{start: number, end: number}} source offsets in code points of the paragraph
   * @returns {?Range} null if the page has changed since
   */
  function locate(paragraph, source) {
    const first = toCodeUnits(paragraph.text, source.start);
    const sentence = paragraph.text.slice(first, toCodeUnits(paragraph.text, source.end));
    const { text, range } = readText(paragraph.node);
    // A node can hold several paragraphs (separated by <br>), and a paragraph can repeat a
    // sentence. A paragraph that has changed since may still contain it.
    const place = text.indexOf(paragraph.text);
    const start = place < 0 ? text.indexOf(sentence) : place + first;
    return start < 0 ? null : range(start, start + sentence.length);
  }

  return { find, locate };
})();
