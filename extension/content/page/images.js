/** Finds the pictures of an article, which stay visible while its text is hidden. */
globalThis.nutgraf ??= {};

nutgraf.images ??= (() => {
  const { unclobbered, walkUp } = nutgraf.dom;
  const { makeTests } = nutgraf.clutter;

  /** A drawing without a role is an ornament, or a chart whose labels are outside it. */
  const PICTURES = 'img, svg[role="img"]';

  /** In CSS pixels. A narrower picture is an icon, a byline portrait or a teaser's picture. */
  const LEAST_WIDTH = 200;

  /** An invisible image would leave a gap. */
  const VISIBLE = { opacityProperty: true, visibilityProperty: true };

  /** The greatest width of a picture that has not loaded, in CSS pixels. */
  const UNLOADED_WIDTH = 1;

  const PICTURE_FILE = /\.(avif|gif|jpe?g|png|svg|webp)$/i;

  /** Pictures that had not loaded when they were last checked: sites fade them in later. */
  const late = new WeakSet();

  /** Return whether an element has text nodes of its own, which hiding its children leaves visible. */
  function hasOwnText(element) {
    const nodes = [...unclobbered(element).childNodes];
    return nodes.some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
  }

  /** Find the element that is shown or hidden with a picture: its figure has its caption. */
  function findUnit(picture) {
    return picture.closest("figure") ?? picture.closest("picture") ?? picture;
  }

  /** Return whether a picture is still to load, as lazy ones do when they come near the window. */
  function isPending(picture) {
    if (picture.localName !== "img") return false;
    const isEmpty = !picture.complete || !picture.currentSrc;
    if (!isEmpty && !picture.currentSrc.startsWith("data:")) return false;
    // Until it loads, its alternative text can be shown in its place, and gives it a width.
    if (isEmpty && picture.alt && !picture.hasAttribute("width")) return true;
    return picture.getBoundingClientRect().width <= UNLOADED_WIDTH;
  }

  /** Return whether a picture is visible, and wide enough to stay or still to load. */
  function isShown(picture) {
    const isWaiting = isPending(picture);
    if (isWaiting) late.add(picture);
    if (!isWaiting && picture.getBoundingClientRect().width < LEAST_WIDTH) return false;
    return picture.checkVisibility({ ...VISIBLE, opacityProperty: !late.has(picture) });
  }

  /** Return whether the link around a picture leads to another page, not to a larger picture. */
  function leadsElsewhere(unit) {
    const link = unit.closest("a[href]");
    return link !== null && !PICTURE_FILE.test(link.pathname);
  }

  /** Make a test for the pictures that belong to the article and can stay without its text. */
  function makePictureTest(body, nodes) {
    const letters = nodes.reduce((sum, node) => sum + unclobbered(node).textContent.length, 0);
    const { isClutter } = makeTests(letters);
    const inBody = new Set(body);
    return (picture) => {
      if (!isShown(picture)) return false;
      const unit = findUnit(picture);
      const isFigure = unit.localName === "figure";
      // The clutter test counts figures as clutter. A picture that leads elsewhere is a teaser's.
      const [, parent] = walkUp(unit);
      if (isClutter(isFigure ? parent : unit) || (!isFigure && leadsElsewhere(unit))) return false;
      if (nodes.some((node) => unit.contains(node))) return false;
      const around = [...walkUp(unit)];
      const outermost = around.findIndex((box) => inBody.has(box));
      return around.slice(1, outermost + 1).every((box) => !hasOwnText(box));
    };
  }

  /** List the pictures of the article's outermost elements. */
  function listPictures(body) {
    return body.flatMap((box) => {
      const element = unclobbered(box);
      return [...(element.matches(PICTURES) ? [box] : []), ...element.querySelectorAll(PICTURES)];
    });
  }

  /**
   * Spare the pictures of what is to be hidden.
   * @param {Element[]} body the outermost elements of the article, while they are shown
   * @param {Element[]} nodes its paragraphs
   * @returns {Element[]} what to hide instead: everything but the pictures and their captions
   */
  function spare(body, nodes) {
    const pictures = listPictures(body).filter(makePictureTest(body, nodes));
    const units = new Set(pictures.map(findUnit));
    const boxes = new Set([...units].flatMap((unit) => [...walkUp(unit)].slice(1)));
    const hidden = [];
    const open = [...body];
    while (open.length) {
      const element = open.pop();
      if (units.has(element)) continue;
      if (boxes.has(element)) open.push(...unclobbered(element).children);
      else hidden.push(element);
    }
    return hidden;
  }

  /** Return whether a picture had not loaded when it was last checked. */
  function isLate(picture) {
    return late.has(picture);
  }

  return { hasOwnText, spare, isLate };
})();
