/** Measures the page: where the card goes, what it replaces, and what scrolls. */
globalThis.nutgraf ??= {};

nutgraf.layout ??= (() => {
  const { page, unclobbered, walkUp } = nutgraf.dom;
  const { hasOwnText } = nutgraf.images;

  /** Elements that cannot have the card as a child: it goes before the whole list or table. */
  const NO_ROOM = "ul, ol, dl, table, thead, tbody, tr, td, th, blockquote, figure, picture, p";

  /** Return the rectangle of an element in the window. */
  function measure(element) {
    return unclobbered(element).getBoundingClientRect();
  }

  /** Return whether an element can have the card as a child: bare text beside it cannot be hidden. */
  function hasRoom(box) {
    const element = unclobbered(box);
    return !element.matches(NO_ROOM) && !hasOwnText(box) && element.checkVisibility();
  }

  /** Find the element before which the card goes, at or around the first paragraph. */
  function findHead(first) {
    const boxes = [...walkUp(first)];
    const outermost = boxes.length - 3; // The child of `body`.
    return boxes.find((box, place) => {
      const isInline = getComputedStyle(box).display.startsWith("inline");
      return place >= outermost || (!isInline && hasRoom(boxes[place + 1]));
    });
  }

  /** List the outermost elements that lie entirely between two nodes, both included. */
  function listBetween(first, last) {
    const span = page.createRange();
    const extent = page.createRange();
    span.setStartBefore(first);
    span.setEndAfter(last);
    const found = [];
    // Not recursive: a page can be nested more deeply than the call stack allows.
    const open = [/** @type {Element} */ (span.commonAncestorContainer)];
    while (open.length) {
      const element = open.pop();
      extent.selectNode(element);
      const startsInside = span.compareBoundaryPoints(Range.START_TO_START, extent) <= 0;
      const endsInside = span.compareBoundaryPoints(Range.END_TO_END, extent) >= 0;
      if (startsInside && endsInside) found.push(element);
      else if (span.intersectsNode(element)) open.push(...unclobbered(element).children);
    }
    return found;
  }

  /** Measure how much of the card is under a header that stays in view, in CSS pixels. */
  function measureCover(card) {
    const { left, top, width } = card.getBoundingClientRect();
    const element = page.elementFromPoint(left + width / 2, Math.max(top, 0) + 1);
    const cover = [...walkUp(element)].find((box) =>
      /fixed|sticky/.test(getComputedStyle(box).position),
    );
    return cover ? Math.max(0, measure(cover).bottom - top) : 0;
  }

  /** Find what scrolls as the reader reads: the page, or a box if the site scrolls one instead. */
  function findScroller(node) {
    for (const box of walkUp(node)) {
      if (box === page.body) break;
      const { overflowY } = getComputedStyle(box);
      const { scrollHeight, clientHeight } = unclobbered(box);
      const isScroller = /auto|scroll/.test(overflowY) && scrollHeight > clientHeight;
      if (isScroller && box !== node) return box;
    }
    return page.scrollingElement;
  }

  return { measure, findHead, listBetween, measureCover, findScroller };
})();
