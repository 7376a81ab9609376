/**
 * Hides the text of the article, but not its pictures, and shows it again. The page's nodes are
 * never moved or removed; an attribute hides them.
 */
globalThis.nutgraf ??= {};

nutgraf.articleBody ??= (() => {
  const { images } = nutgraf;
  const { page, unclobbered } = nutgraf.dom;
  const { listBetween } = nutgraf.layout;

  /** hidden.css hides the elements that have it. */
  const HIDDEN = "data-nutgraf-hidden";

  /** The events that end the loading of a picture. */
  const OUTCOMES = ["load", "error"];

  class ArticleBody {
    #head;
    #nodes;
    #hidden = [];
    #isHidden = false;

    /**
     * @param {Element} head where the article begins
     * @param {Element[]} nodes its paragraphs, in reading order
     */
    constructor(head, nodes) {
      this.#head = head;
      this.#nodes = nodes;
      for (const type of OUTCOMES) page.addEventListener(type, this.#settle, { capture: true });
    }

    hide() {
      // Listed each time: a page goes on adding elements as it loads.
      const body = listBetween(this.#head, this.#nodes.at(-1));
      this.#hidden = images.spare(body, this.#nodes);
      for (const element of this.#hidden) unclobbered(element).setAttribute(HIDDEN, "");
      this.#isHidden = true;
    }

    show() {
      for (const element of this.#hidden) unclobbered(element).removeAttribute(HIDDEN);
      this.#hidden = [];
      this.#isHidden = false;
    }

    /** Decide again once a late picture has loaded or failed: it may be too small to stay. */
    #settle = ({ target }) => {
      if (!this.#isHidden || !images.isLate(target)) return;
      this.show();
      this.hide();
    };

    /** Show the text for good. */
    close() {
      this.show();
      for (const type of OUTCOMES) page.removeEventListener(type, this.#settle, { capture: true });
    }
  }

  return { ArticleBody };
})();
