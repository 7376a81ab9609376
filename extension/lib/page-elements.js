/** Finds elements of the extension's own pages. Their HTML is ours, so a missing one is a bug. */

/**
 * Find the first element that matches a selector.
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} kind the class of the element
 * @param {ParentNode} [root] where to look
 * @returns {T}
 */
export function find(selector, kind, root = document) {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) throw new TypeError(`no ${kind.name} at ${selector}`);
  return element;
}

/**
 * Copy the content of a template.
 * @param {string} selector
 * @returns {DocumentFragment}
 */
export function copyTemplate(selector) {
  return document.importNode(find(selector, HTMLTemplateElement).content, true);
}
