/** The button that takes the reader from a sentence back to the line that led there. */
globalThis.nutgraf ??= {};

nutgraf.backButton ??= (() => {
  const { say, makeButton } = nutgraf.elements;

  /** @param {ShadowRoot} root the card's */
  function create(root) {
    let current = null;

    function remove() {
      current?.remove();
      current = null;
    }

    /** Show the button; `act` takes the reader back. */
    function offer(act) {
      remove();
      const wasInCard = root.activeElement !== null;
      current = makeButton("back", say("backHint"), act, say("back"));
      Object.assign(current, { lang: say("language"), dir: say("direction"), popover: "manual" });
      root.append(current);
      // The top layer is above everything on the page, even where a box transforms or clips what
      // is fixed in it.
      current.showPopover();
      if (wasInCard) current.focus({ preventScroll: true });
    }

    return { offer, remove };
  }

  return { create };
})();
