/** Shows the article in full, or the card in its place, and keeps the reader's place in each. */
globalThis.nutgraf ??= {};

nutgraf.view ??= (() => {
  const { page, unclobbered } = nutgraf.dom;
  const { measure, findHead, findScroller, measureCover } = nutgraf.layout;
  const { ArticleBody } = nutgraf.articleBody;

  /** Some time after a scroll, browsers snap it to whole device pixels, by at most this much. */
  const SNAP_PX = 1;

  class ArticleView {
    #card;
    #nodes;
    #head;
    #body;
    #scroller;
    #view = "full";
    /** Where the reader was in each view; null until they have seen it. */
    #places;
    /** The scroll position at which we last put the reader. */
    #leftAt;

    /**
     * Put the card at the head of the article.
     * @param {HTMLElement} card
     * @param {Element[]} nodes the article's paragraphs, in reading order
     */
    constructor(card, nodes) {
      this.#card = card;
      this.#nodes = nodes;
      this.#head = findHead(nodes[0]);
      this.#scroller = unclobbered(findScroller(this.#head));
      this.#places = { full: this.#notePlace("full"), simplified: null };
      this.#leftAt = this.#scroller.scrollTop;
      // In a grid the card takes the article's own columns.
      card.style.setProperty("--column", getComputedStyle(this.#head).gridColumn);
      unclobbered(this.#head).before(card);
      this.#body = new ArticleBody(this.#head, nodes);
    }

    /** Note the paragraph that the reader is at, or above the article the scroll position. */
    #notePlace(view) {
      const nodes = this.#nodes;
      const node = nodes.find((node) => measure(node).bottom > 0) ?? nodes.at(-1);
      const isInArticle = view === "full" && measure(this.#head).top < 0;
      return {
        top: this.#scroller.scrollTop,
        node: isInArticle ? node : null,
        offset: measure(node).top,
      };
    }

    #hasMoved() {
      return Math.abs(this.#scroller.scrollTop - this.#leftAt) > SNAP_PX;
    }

    /** Keep the place in the view that the reader is about to leave. */
    #keepPlace() {
      if (this.#hasMoved()) this.#places[this.#view] = this.#notePlace(this.#view);
    }

    /** @param {{top?: number, node: ?Element, offset: number}} place without a node, `top` counts */
    #returnTo({ top, node, offset }) {
      const target = node ? this.#scroller.scrollTop + measure(node).top - offset : top;
      // A page's smooth scrolling would animate the way there; the view must change at once.
      this.#scroller.scrollTo({ top: target, behavior: "instant" });
      this.#leftAt = this.#scroller.scrollTop;
    }

    /** Scroll the card into view if part of it is outside. */
    #bringCard() {
      const { top, bottom } = measure(this.#card);
      if (top < 0 || bottom > window.innerHeight)
        this.#card.scrollIntoView({ block: "nearest", behavior: "instant" });
      this.#uncover();
    }

    /** Scroll the top of the card into view. */
    #bringHead() {
      this.#card.scrollIntoView({ block: "start", behavior: "instant" });
      this.#uncover();
    }

    /** Scroll the card out from under a header that stays in view. */
    #uncover() {
      this.#scroller.scrollBy({ top: -measureCover(this.#card), behavior: "instant" });
      this.#leftAt = this.#scroller.scrollTop;
    }

    /**
     * Show one view, with the reader where they left it.
     * @param {View} next
     * @param {() => void} drawCard draws the card for that view; called between leaving one place
     *     and finding the other, since it changes the height of the page
     */
    show(next, drawCard) {
      if (next === this.#view) this.#grow(drawCard);
      else this.#switchTo(next, drawCard);
    }

    /** Keep a growing card in view, unless the reader has scrolled on or gone back to the article. */
    #grow(drawCard) {
      const isReadingCard = this.#view === "simplified" || !this.#places.simplified;
      const isWatched = !this.#hasMoved() && isReadingCard;
      drawCard();
      if (isWatched) this.#bringCard();
    }

    #switchTo(next, drawCard) {
      this.#keepPlace();
      drawCard();
      this.#view = next;
      if (next === "simplified") this.#body.hide();
      else this.#body.show();
      if (this.#places[next]) this.#returnTo(this.#places[next]);
      else this.#bringCard();
    }

    /** Redraw the card without moving a part of it that the reader sees. */
    hold(part, drawCard) {
      const { top, bottom } = measure(part);
      const isSeen = bottom > 0 && top < window.innerHeight;
      const isOurs = !this.#hasMoved();
      drawCard();
      if (isSeen) {
        this.#scroller.scrollBy({ top: measure(part).top - top, behavior: "instant" });
      }
      if (isOurs) this.#leftAt = this.#scroller.scrollTop;
    }

    /**
     * Bring the reader back to a part of the card.
     * @param {?Element} part null if it is no longer shown; then the top of the card
     * @param {number} offset in CSS pixels from the top of the window
     */
    bringTo(part, offset) {
      if (part) this.#returnTo({ node: part, offset });
      else this.#bringHead();
      this.#places[this.#view] = this.#notePlace(this.#view);
    }

    /** Scroll a sentence of the full article to the middle of the window. */
    scrollTo(range) {
      const { top, height } = range.getBoundingClientRect();
      const middle = this.#scroller.scrollTop + top - (window.innerHeight - height) / 2;
      this.#scroller.scrollTo({ top: middle, behavior: "instant" });
    }

    /** Remove the card: the page is as it was, and the reader at the same place. */
    close() {
      if (this.#view === "full") this.#keepPlace();
      this.#body.close();
      if (!this.#card.isConnected) return; // The site has moved on: there is no place to return to.
      this.#card.remove();
      this.#returnTo(this.#places.full);
    }
  }

  /** The card in a corner of a page that has no article: there is nothing to hide. */
  class CornerView {
    #card;

    /** @param {HTMLElement} card */
    constructor(card) {
      this.#card = card;
      card.dataset.place = "corner";
      (page.body ?? page.documentElement).append(card);
    }

    show(_, drawCard) {
      drawCard();
    }

    hold(_, drawCard) {
      drawCard();
    }

    close() {
      this.#card.remove();
    }
  }

  return { ArticleView, CornerView };
})();
