/**
 * Tells what stands beside an article, or in the midst of it, and is not the article's own text.
 */
globalThis.nutgraf ??= {};

nutgraf.clutter ??= (() => {
  const { page, outward, fold } = nutgraf.domText;

  // A field of that name takes its place in a live form.
  const { checkVisibility } = Element.prototype;

  /** Elements whose text is about the article, or about the site, but is not the article's. */
  const ASIDES = `aside, button, dialog, figcaption, figure, footer, form, header, nav, table, time,
    [role="complementary"], [role="navigation"], [role="dialog"], [role="note"]`;

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

  /** How a site begins to speak of itself in the midst of an article. */
  const INVITATIONS = [
    /^(sign up|subscribe) (for|to|now|here)\b/i,
    /^follow (us|.{1,40}) on\b/i,
    /^(read|see|watch) (more|next|also)\b/i,
    /^more (on|from) .{1,40}$/i,
    /^for more stories\b/i,
    /^(got a story|do you have a (story|tip)|get in touch with)\b/i,
    /^(article|story) continues\b/i,
    /^(click here|by signing up|this site is protected by)\b/i,
    /^download (our|the) .{1,40} app\b/i,
    /^if you buy something\b/i,
    /^we apologi[sz]e, but this video\b/i,
  ];

  /** An invitation is not longer; a sentence of the story can be, and begin alike. */
  const LONGEST_INVITATION = 300;

  /** A caption is no deeper than this in the box with its picture. */
  const CAPTION_DEPTH = 4;

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
    if (fold(box.textContent).length > LONGEST_CAPTION) return false;
    const picture = box.querySelector("img, picture, video");
    // In a line of text that goes before it, it is an icon.
    return picture !== null && !(box.localName === "p" && hasTextBefore(picture, box));
  }

  function hasTextBefore(picture, box) {
    const head = page.createRange();
    head.setStart(box, 0);
    head.setEndBefore(picture);
    return head.toString().trim() !== "";
  }

  function isMostlyLinks(node) {
    let linked = 0;
    for (const link of node.querySelectorAll("a")) linked += fold(link.textContent).length;
    return linked > MOST_LINKED * fold(node.textContent).length;
  }

  /** Say whether a paragraph asks the reader to do something for the site. */
  function isInvitation(text) {
    return text.length <= LONGEST_INVITATION && INVITATIONS.some((opening) => opening.test(text));
  }

  /**
   * Make tests for the nodes of one article.
   * @param {number} length its letters
   * @param {boolean} [isShown] false where the page has not shown any of it yet
   * @returns {{isBeside: (node: Element) => boolean, isCaption: (node: Element) => boolean}} whether
   *     a node is hidden, a menu or in a box beside the article; and whether it is said of a picture
   */
  function sieve(length, isShown = true) {
    const isBox = once((box) => isAside(box, length));
    const isPictured = once(isPicture);
    const isMenu = once(isMostlyLinks);
    const boxes = (node) => [...outward(node)].filter((box) => box !== page.body);
    return {
      isBeside: once(
        (node) =>
          (isShown && !checkVisibility.call(node)) || boxes(node).some(isBox) || isMenu(node),
      ),
      isCaption: once((node) => boxes(node).slice(0, CAPTION_DEPTH).some(isPictured)),
    };
  }

  return { sieve, isInvitation };
})();
