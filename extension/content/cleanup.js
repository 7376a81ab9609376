/**
 * Takes away what an earlier version of these scripts has left in the page: after an update of the
 * extension they can do nothing any more, not even close their card.
 */
globalThis.nutgraf ??= {};

(() => {
  const { page } = nutgraf.domText;

  if (nutgraf.toggle) return; // They are not an earlier version: a click came twice.
  for (const card of page.querySelectorAll("nutgraf-card[data-state]")) card.remove();
  for (const element of page.querySelectorAll("[data-nutgraf-hidden]")) {
    element.removeAttribute("data-nutgraf-hidden");
  }
  CSS.highlights.delete("nutgraf");
})();
