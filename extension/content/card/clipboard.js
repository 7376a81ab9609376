/** Puts text on the clipboard: on pages without encryption, too, where there is no `navigator.clipboard`. */
globalThis.nutgraf ??= {};

nutgraf.clipboard ??= (() => {
  const { page } = nutgraf.domText;

  /**
   * Copy a text. It must be called while the browser answers a key or button of the reader.
   * @param {string} text
   * @param {ShadowRoot} root where a field can stand for a moment: without a selection nothing is
   *     copied, and the page's own must stay as it is
   * @returns {boolean} whether it was copied
   */
  function write(text, root) {
    let isCopied = false;
    function fill(event) {
      // Sites put words of their own on the clipboard: they do not hear of this.
      event.stopImmediatePropagation();
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
      isCopied = true;
    }
    const focused = root.activeElement;
    const field = nutgraf.elements.make("textarea", { value: text, ariaHidden: "true" });
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
