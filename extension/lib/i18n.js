/** Fills the extension's own pages with texts in the browser's language. */

import { say } from "./browser.js";

/** Fill every element that names its text. Texts are inserted as text only, never as markup. */
export function localize() {
  Object.assign(document.documentElement, { lang: say("language"), dir: say("direction") });
  for (const element of document.querySelectorAll("[data-message]")) {
    element.textContent = say(element.getAttribute("data-message"));
  }
}
