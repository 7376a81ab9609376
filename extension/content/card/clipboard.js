/** Copies text, also on pages without HTTPS, where `navigator.clipboard` is missing. */
globalThis.nutgraf ??= {};

nutgraf.clipboard ??= (() => {
  const { page } = nutgraf.dom;
  const { make } = nutgraf.elements;

  /**
   * Copy a text. Call it only while the browser handles a click or key of the reader's.
   * @param {string} text
   * @param {ShadowRoot} root briefly holds a field: browsers copy nothing without a selection, and
   *     the page's own selection must stay as it is
   * @returns {boolean} whether it was copied
   */
  function write(text, root) {
    let isCopied = false;
    function fill(event) {
      // Sites add their own words to what is copied, so they must not see this event.
      event.stopImmediatePropagation();
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
      isCopied = true;
    }
    const focused = /** @type {?HTMLElement} */ (root.activeElement);
    const field = make("textarea", { value: text, ariaHidden: "true" });
    root.append(field);
    field.focus({ preventScroll: true });
    field.select();
    window.addEventListener("copy", fill, { capture: true });
    const isDone = page.execCommand("copy");
    window.removeEventListener("copy", fill, { capture: true });
    field.remove();
    focused?.focus({ preventScroll: true });
    return isCopied && isDone;
  }

  return { write };
})();
