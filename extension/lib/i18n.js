/** Puts the texts of a page of ours in, in the language of the browser. */

import { say } from "./browser.js";

/** Fill every element that names its message. Text goes in as text only, never as markup. */
export function localize() {
  Object.assign(document.documentElement, { lang: say("language"), dir: say("direction") });
  for (const element of document.querySelectorAll("[data-message]")) {
    element.textContent = say(element.getAttribute("data-message"));
  }
}
