/**
 * Shows the article in full or hides its body behind the card, and keeps the reader's place.
 * The page's nodes are never moved or removed: an attribute hides them, and goes again.
 */
globalThis.nutgraf ??= {};

nutgraf.view ??= (() => {
  const { page, outward } = nutgraf.domText;
  const { images } = nutgraf;

  /** hidden.css hides what carries it. */
  const HIDDEN = "data-nutgraf-hidden";

  /** Browsers move a scroll position by up to this, to whole device pixels, some time after it is set. */
  const SNAP_PX = 1;

  /** How the fetching of a picture ends. */
  const OUTCOMES = ["load", "error"];

  /** Elements that cannot have the card as a child: it goes before the whole list or table. */
  const NO_ROOM = "ul, ol, dl, table, thead, tbody, tr, td, th, blockquote, figure, picture, p";

  // A field of that name takes its place in a live form.
  const { checkVisibility: isShown } = Element.prototype;

  /** Find the node before which the card can stand: bare text beside it could not be hidden. */
  function findHead(first) {
    const boxes = [...outward(first)];
    const outermost = boxes.length - 3; // The child of `body`.
    const place = boxes.findIndex((head, place) => {
      const isInline = getComputedStyle(head).display.startsWith("inline");
      const parent = boxes[place + 1];
      const hasRoom =
        !parent.matches(NO_ROOM) && !images.hasOwnText(parent) && isShown.call(parent);
      return place >= outermost || (!isInline && hasRoom);
    });
    return boxes[place];
  }

  /** List the outermost elements that stand wholly between two nodes, these included. */
  function between(first, last) {
    const span = page.createRange();
    const extent = page.createRange();
    span.setStartBefore(first);
    span.setEndAfter(last);
    const found = [];
    // No recursion: a page can be nested more deeply than the stack is.
    const open = [span.commonAncestorContainer];
    while (open.length) {
      const element = open.pop();
      extent.selectNode(element);
      const startsInside = span.compareBoundaryPoints(Range.START_TO_START, extent) <= 0;
      const endsInside = span.compareBoundaryPoints(Range.END_TO_END, extent) >= 0;
      if (startsInside && endsInside) found.push(element);
      else if (span.intersectsNode(element)) open.push(...element.children);
    }
    return found;
  }

  /** Measure how much of the card lies under a header that the site keeps in view, in pixels. */
  function findCover(card) {
    const { left, top, width } = card.getBoundingClientRect();
    const there = page.elementFromPoint(left + width / 2, Math.max(top, 0) + 1);
    const cover = [...outward(there)].find((box) =>
      /fixed|sticky/.test(getComputedStyle(box).position),
    );
    return cover ? Math.max(0, cover.getBoundingClientRect().bottom - top) : 0;
  }

  /** Find what scrolls when the reader reads: the page, or a box of a site that scrolls itself. */
  function findScroller(node) {
    for (const box of outward(node)) {
      if (box === page.body) break;
      const { overflowY } = getComputedStyle(box);
      const isScroller = /auto|scroll/.test(overflowY) && box.scrollHeight > box.clientHeight;
      if (isScroller && box !== node) return box;
    }
    return page.scrollingElement;
  }

  /**
   * Put the card at the head of the article.
   * @param {Element} card
   * @param {Element[]} nodes the article's paragraphs, in reading order
   */
  function open(card, nodes) {
    const head = findHead(nodes[0]);
    const scroller = findScroller(head);
    const places = { full: notePlace("full"), simplified: null };
    let body = [];
    let view = "full";
    let leftAt = scroller.scrollTop; // Where we last put the reader.

    /** Note the paragraph that the reader is at; above the article the scroll position says it. */
    function notePlace(view) {
      const node = nodes.find((node) => node.getBoundingClientRect().bottom > 0) ?? nodes.at(-1);
      const isInArticle = view === "full" && head.getBoundingClientRect().top < 0;
      return {
        top: scroller.scrollTop,
        node: isInArticle ? node : null,
        offset: node.getBoundingClientRect().top,
      };
    }

    function hasMoved() {
      return Math.abs(scroller.scrollTop - leftAt) > SNAP_PX;
    }

    /** Keep the place of the view that the reader is about to leave. */
    function keepPlace() {
      if (hasMoved()) places[view] = notePlace(view);
    }

    function returnTo({ top, node, offset }) {
      const drift = node ? scroller.scrollTop + node.getBoundingClientRect().top - offset : top;
      // A page's smooth scrolling would show the reader the way there: it must be a cut.
      scroller.scrollTo({ top: drift, behavior: "instant" });
      leftAt = scroller.scrollTop;
    }

    function bringCard() {
      const { top, bottom } = card.getBoundingClientRect();
      if (top < 0 || bottom > window.innerHeight)
        card.scrollIntoView({ block: "nearest", behavior: "instant" });
      uncover();
    }

    /** Bring the head of the card, where it is too long to be seen in whole. */
    function bringHead() {
      card.scrollIntoView({ block: "start", behavior: "instant" });
      uncover();
    }

    function uncover() {
      scroller.scrollBy({ top: -findCover(card), behavior: "instant" });
      leftAt = scroller.scrollTop;
    }

    function hideBody() {
      // Found anew each time: a page goes on adding boxes as it loads.
      body = images.spare(between(head, nodes.at(-1)), nodes);
      for (const element of body) element.setAttribute(HIDDEN, "");
    }

    /** Look anew once a late picture has come, or has failed to: it may be too small to stay. */
    function settle({ target }) {
      if (view !== "simplified" || !images.isLate(target)) return;
      showBody();
      hideBody();
    }

    function showBody() {
      for (const element of body) element.removeAttribute(HIDDEN);
      body = [];
    }

    /**
     * Show one view, with the reader where they left it.
     * @param {"full" | "simplified"} next
     * @param {() => void} drawCard draws the card for that view, between leaving one and
     *     finding the place in the other, since it changes the height of the page
     */
    function show(next, drawCard) {
      if (next === view) {
        // A card that grows stays in sight, unless the reader has gone on or back to reading.
        const isWatched = !hasMoved() && (view === "simplified" || !places.simplified);
        drawCard();
        if (isWatched) bringCard();
        return;
      }
      keepPlace();
      drawCard();
      view = next;
      if (view === "simplified") hideBody();
      else showBody();
      if (places[view]) returnTo(places[view]);
      else bringCard();
    }

    /** Draw the card anew while a part of it that the reader sees stays where it is. */
    function hold(part, drawCard) {
      const { top, bottom } = part.getBoundingClientRect();
      const isSeen = bottom > 0 && top < window.innerHeight;
      const isOurs = !hasMoved();
      drawCard();
      if (isSeen) {
        const drift = part.getBoundingClientRect().top - top;
        scroller.scrollBy({ top: drift, behavior: "instant" });
      }
      if (isOurs) leftAt = scroller.scrollTop;
    }

    /** Take the card away: the page is as it was, and the reader where they were. */
    function close() {
      if (view === "full") keepPlace();
      showBody();
      for (const type of OUTCOMES) page.removeEventListener(type, settle, { capture: true });
      if (!card.isConnected) return; // The site has moved on: there is no place to return to.
      card.remove();
      returnTo(places.full);
    }

    /**
     * Bring the reader back to a part of the card.
     * @param {?Element} part null where it is gone: then to its head
     * @param {number} offset in pixels from the top of the window
     */
    function bringTo(part, offset) {
      if (part) returnTo({ node: part, offset });
      else bringHead();
      places[view] = notePlace(view);
    }

    /** Scroll a sentence of the full article to the middle of the window. */
    function scrollTo(range) {
      const { top, height } = range.getBoundingClientRect();
      const middle = scroller.scrollTop + top - (window.innerHeight - height) / 2;
      scroller.scrollTo({ top: middle, behavior: "instant" });
    }

    // In a grid the card takes the article's own columns.
    card.style.setProperty("--column", getComputedStyle(head).gridColumn);
    head.before(card);
    for (const type of OUTCOMES) page.addEventListener(type, settle, { capture: true });
    return { show, hold, close, scrollTo, bringTo };
  }

  /** Show the card of a page that has no article: there is nothing to hide, and no head. */
  function openInCorner(card) {
    card.dataset.place = "corner";
    (page.body ?? page.documentElement).append(card);
    const draw = (_, drawCard) => drawCard();
    return { show: draw, hold: draw, close: () => card.remove() };
  }

  return { open, openInCorner };
})();
