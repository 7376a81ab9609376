/** A click on the toolbar button, or its shortcut. */
import { loadConnection } from "../lib/connection.js";
import { pairByLink, readWelcome, showOutcome } from "../lib/pairing.js";
import { execute, toggle } from "./inject.js";
import { openSettings } from "./tabs.js";

/** Pair if the tab shows the server's welcome page; otherwise open or close the card. */
export async function answerClick(tab) {
  const { port } = await loadConnection();
  const welcome = readWelcome(tab.url, port);
  if (welcome === null) return toggle(tab);
  if (welcome.code === null) return openSettings("pairing");
  const outcome = await pairByLink(welcome.code);
  await execute({ target: { tabId: tab.id }, func: showOutcome, args: [outcome] });
}
