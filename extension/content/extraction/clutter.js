/** Recognizes text beside or amid an article that is not part of it: menus, captions, promotions. */
globalThis.nutgraf ??= {};

nutgraf.clutter ??= (() => {
  const { page, unclobbered, walkUp } = nutgraf.dom;
  const { collapseSpace } = nutgraf.domText;
  const { INVITATIONS } = nutgraf.english;

  /** Elements whose text is about the article or the site, but not part of the article. */
  const ASIDES = `aside, button, dialog, figcaption, figure, footer, form, header, nav, table, time,
    [role="complementary"], [role="navigation"], [role="dialog"], [role="note"]`;

  /** Words in the class names of such boxes, whatever element a site uses. */
  const ASIDE_NAMES = new Set(
    `ad ads advert advertisement author breadcrumb byline caption comment comments cookie credit
     disclaimer factbox newsletter notification notifications notify outbrain promo promos pullquote
     recirc recirculation recommended related share sharing signup social sponsor sponsored subscribe
     taboola tags timestamp toolbar`.split(/\s+/),
  );

  /** A box with a larger share of the text is the article itself, whatever its class says. */
  const LARGEST_ASIDE = 0.4;

  /** A paragraph with a larger share of linked letters is a list of links ("Read more: …"). */
  const MOST_LINKED = 0.6;

  /** A box with a picture and at most this many letters is a picture with its caption. */
  const LONGEST_CAPTION = 250;

  /** A longer paragraph that begins like an invitation, in letters, is a sentence of the story. */
  const LONGEST_INVITATION = 300;

  /** How many levels at most separate a caption from the box that holds its picture. */
  const CAPTION_DEPTH = 4;

  function hasAsideName(element) {
    const names = unclobbered(element).getAttribute("class") ?? "";
    // The same box is called pull-quote, pull_quote or pullQuote.
    const words = names.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    return words.split(/[^a-z]+/).some((word) => ASIDE_NAMES.has(word));
  }

  /** Remember a function's answers: thousands of paragraphs can share a box as long as all of them. */
  function memoize(answer) {
    const answers = new Map();
    return (element) => {
      if (!answers.has(element)) answers.set(element, answer(element));
      return answers.get(element);
    };
  }

  /** Return whether a box is beside an article of that many letters. */
  function isAside(box, articleLength) {
    const isNamed = unclobbered(box).matches(ASIDES) || hasAsideName(box);
    return isNamed && unclobbered(box).textContent.length < LARGEST_ASIDE * articleLength;
  }

  /** Return whether a box holds a picture and hardly more text than its caption. */
  function isPicture(box) {
    const element = unclobbered(box);
    if (collapseSpace(element.textContent).length > LONGEST_CAPTION) return false;
    const picture = element.querySelector("img, picture, video");
    // After text of the same paragraph it is an icon.
    return picture !== null && !(element.localName === "p" && hasTextBefore(picture, box));
  }

  function hasTextBefore(picture, box) {
    const head = page.createRange();
    head.setStart(box, 0);
    head.setEndBefore(picture);
    return head.toString().trim() !== "";
  }

  function isMostlyLinks(node) {
    const element = unclobbered(node);
    let linked = 0;
    for (const link of element.querySelectorAll("a")) {
      linked += collapseSpace(link.textContent).length;
    }
    return linked > MOST_LINKED * collapseSpace(element.textContent).length;
  }

  /** Return whether a paragraph asks the reader to do something for the site. */
  function isInvitation(text) {
    return text.length <= LONGEST_INVITATION && INVITATIONS.some((opening) => opening.test(text));
  }

  /**
   * Make the tests for the nodes of one article.
   * @param {number} length the article's, in letters
   * @param {boolean} [isShown] false if the page still hides its article
   * @returns {{isClutter: (node: Element) => boolean, isCaption: (node: Element) => boolean}}
   *     whether a node is hidden, a list of links or in a box beside the article, and whether it is
   *     the caption of a picture
   */
  function makeTests(length, isShown = true) {
    const isBox = memoize((box) => isAside(box, length));
    const isPictured = memoize(isPicture);
    const isMenu = memoize(isMostlyLinks);
    const isHidden = (node) => isShown && !unclobbered(node).checkVisibility();
    const listBoxes = (node) => [...walkUp(node)].filter((box) => box !== page.body);
    return {
      isClutter: memoize((node) => isHidden(node) || listBoxes(node).some(isBox) || isMenu(node)),
      isCaption: memoize((node) => listBoxes(node).slice(0, CAPTION_DEPTH).some(isPictured)),
    };
  }

  return { makeTests, isInvitation };
})();
