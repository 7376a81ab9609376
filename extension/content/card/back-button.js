/** The button that brings the reader back from a sentence to the line that led there. */
globalThis.nutgraf ??= {};

nutgraf.backButton ??= (() => {
  const { say, button } = nutgraf.elements;

  /** @param {ShadowRoot} root the card's */
  function create(root) {
    let current = null;

    /** Take the button away, if it is there. */
    function take() {
      current?.remove();
      current = null;
    }

    /** Offer the way back, which is gone once the reader has taken it. */
    function offer(act) {
      take();
      const wasInCard = root.activeElement !== null;
      current = button("back", say("backHint"), act, say("back"));
      Object.assign(current, { lang: say("language"), dir: say("direction"), popover: "manual" });
      root.append(current);
      // Above all that the page has, even where a box of it moves or cuts what is fixed.
      current.showPopover();
      if (wasInCard) current.focus({ preventScroll: true });
    }

    return { offer, take };
  }

  return { create };
})();
