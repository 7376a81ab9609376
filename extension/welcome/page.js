/** The page after an installation: shows the first steps, and lets the reader try the card. */
import { PAGE_SCRIPTS, readCardStyle, readReader } from "../background/inject.js";
import { fileUrl, say } from "../lib/browser.js";
import { loadConnection } from "../lib/connection.js";
import { localize } from "../lib/i18n.js";
import { find } from "../lib/page-elements.js";
import { check } from "../lib/server.js";

const state = find("#paired", HTMLElement);

/** Show whether the first two steps are done. */
async function showState() {
  const isPaired = (await check(await loadConnection())) === null;
  state.textContent = isPaired ? say("stepsDone") : say("stepsOpen");
}

/** Load one of the scripts in pages. */
function load(file) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: fileUrl(file), onload: resolve, onerror: reject });
    document.head.append(script);
  });
}

/** Open the card on the sample, or close it, as a click on the toolbar button does on a page. */
async function tryIt() {
  if (!globalThis.nutgraf) for (const file of PAGE_SCRIPTS) await load(file);
  globalThis.nutgraf.toggle(await readCardStyle(), await readReader({ url: location.href }));
}

localize();
find("#try", HTMLElement).addEventListener("click", tryIt);
document.addEventListener("visibilitychange", () => document.hidden || showState());
await showState();
