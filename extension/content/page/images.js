/** Finds the pictures of an article, which stay while its text is hidden. */
globalThis.nutgraf ??= {};

nutgraf.images ??= (() => {
  const { outward } = nutgraf.domText;
  const { sieve } = nutgraf.clutter;

  // A field of that name takes its place in a live form.
  const { checkVisibility } = Element.prototype;

  /** A drawing without a role is an ornament, or a chart whose words stand around it. */
  const PICTURES = 'img, svg[role="img"]';

  /** In CSS pixels. A narrower picture is an icon, a face beside a byline or a teaser's. */
  const LEAST_WIDTH = 200;

  /** What is not seen takes its room in vain. */
  const SEEN = { opacityProperty: true, visibilityProperty: true };

  /** What a picture has at most, in CSS pixels, before it has come from the network. */
  const NO_WIDTH = 1;

  const PICTURE_FILE = /\.(avif|gif|jpe?g|png|svg|webp)$/i;

  /** Pictures that had not come when we first looked: sites fade them in. */
  const late = new WeakSet();

  /** Say whether an element holds text that no element of its own could hide. */
  function hasOwnText(element) {
    return [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim());
  }

  /** Find what stands or falls with a picture: its caption is in its figure. */
  function findUnit(picture) {
    return picture.closest("figure") ?? picture.closest("picture") ?? picture;
  }

  /** Say whether a picture is still to come, as the site or the browser fetches it when it is near. */
  function isToCome(picture) {
    if (picture.localName !== "img") return false;
    const isEmpty = !picture.complete || !picture.currentSrc;
    if (!isEmpty && !picture.currentSrc.startsWith("data:")) return false;
    // Until it comes its words can stand in its place, and are as wide as they are.
    if (isEmpty && picture.alt && !picture.hasAttribute("width")) return true;
    return picture.getBoundingClientRect().width <= NO_WIDTH;
  }

  /** Say whether a picture is wide enough to stay, or may be, and is not kept out of sight. */
  function isShown(picture) {
    const isWaiting = isToCome(picture);
    if (isWaiting) late.add(picture);
    if (!isWaiting && picture.getBoundingClientRect().width < LEAST_WIDTH) return false;
    return checkVisibility.call(picture, { ...SEEN, opacityProperty: !late.has(picture) });
  }

  /** Say whether a link around a picture leads to another page, and not to the picture in large. */
  function leadsElsewhere(unit) {
    const link = unit.closest("a[href]");
    return link !== null && !PICTURE_FILE.test(link.pathname);
  }

  /** Make a test for the pictures that are the article's own and can stay alone. */
  function makeTest(body, nodes) {
    const letters = nodes.reduce((sum, node) => sum + node.textContent.length, 0);
    const { isBeside } = sieve(letters);
    const inBody = new Set(body);
    return (picture) => {
      if (!isShown(picture)) return false;
      const unit = findUnit(picture);
      const isFigure = unit.localName === "figure";
      // A figure is beside the text by its name, and a picture that leads elsewhere is a teaser's.
      const [, parent] = outward(unit);
      if (isBeside(isFigure ? parent : unit) || (!isFigure && leadsElsewhere(unit))) return false;
      if (nodes.some((node) => unit.contains(node))) return false;
      const around = [...outward(unit)];
      const outermost = around.findIndex((box) => inBody.has(box));
      return around.slice(1, outermost + 1).every((box) => !hasOwnText(box));
    };
  }

  /**
   * Spare the pictures of what is to be hidden.
   * @param {Element[]} body the outermost elements of the article, while they are shown
   * @param {Element[]} nodes its paragraphs
   * @returns {Element[]} what to hide instead: all of it but the pictures with their captions
   */
  function spare(body, nodes) {
    const pictures = body.flatMap((box) => [
      ...(box.matches(PICTURES) ? [box] : []),
      ...box.querySelectorAll(PICTURES),
    ]);
    const units = new Set(pictures.filter(makeTest(body, nodes)).map(findUnit));
    const boxes = new Set([...units].flatMap((unit) => [...outward(unit)].slice(1)));
    const hidden = [];
    const open = [...body];
    while (open.length) {
      const element = open.pop();
      if (units.has(element)) continue;
      if (boxes.has(element)) open.push(...element.children);
      else hidden.push(element);
    }
    return hidden;
  }

  /** Say whether a picture was still to come when we last looked. */
  function isLate(picture) {
    return late.has(picture);
  }

  return { hasOwnText, spare, isLate };
})();
