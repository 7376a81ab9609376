/**
 * Removes what an earlier version of these scripts left in the page: after an update of the
 * extension the old scripts no longer work, not even to close their card.
 */
globalThis.nutgraf ??= {};

(() => {
  const { page, unclobbered } = nutgraf.dom;

  if (nutgraf.toggle) return; // This version is already running: the reader clicked twice.
  for (const card of page.querySelectorAll("nutgraf-card[data-state]")) card.remove();
  for (const element of page.querySelectorAll("[data-nutgraf-hidden]")) {
    unclobbered(element).removeAttribute("data-nutgraf-hidden");
  }
  CSS.highlights.delete("nutgraf");
})();
