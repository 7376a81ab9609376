/**
 * The page's document and elements, safe from DOM clobbering: `<img name="body">` shadows
 * `document.body`, and a field named "children" shadows that property of its form.
 *
 * Only documents and forms let the names in a page override built-in properties. Reach the document
 * as `page`, and any element that may be a form through `unclobbered`. Elements of another known
 * kind (headings, links, pictures, the card's own) need no guard.
 */
globalThis.nutgraf ??= {};

nutgraf.dom ??= (() => {
  /** Wrap a document or form so that its properties are always the built-in ones. */
  function guard(target) {
    return new Proxy(target, {
      get(node, name) {
        const value = Reflect.get(Object.getPrototypeOf(node), name, node);
        return typeof value === "function" ? value.bind(node) : value;
      },
    });
  }

  const page = guard(globalThis.document ?? {});

  /**
   * Return a node whose properties can be read safely. Use it for the property at once: the DOM
   * does not accept the wrapper of a form as an argument, and it is not equal to the form.
   */
  function unclobbered(node) {
    const canShadow = node instanceof HTMLFormElement || node instanceof Document;
    return canShadow ? guard(node) : node;
  }

  /** List an element and its ancestors, innermost first. */
  function* walkUp(element) {
    for (let box = element; box; box = unclobbered(box).parentElement) yield box;
  }

  /** Return whether a node comes after another in the document, or is inside it. */
  function isAfter(node, other) {
    const position = unclobbered(other).compareDocumentPosition(node);
    return (position & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  }

  return { page, unclobbered, walkUp, isAfter };
})();
