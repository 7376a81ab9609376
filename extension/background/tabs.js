/** Opens the extension's own pages. A page on the web cannot. */
import { fileUrl, openOptions, openTab } from "../lib/browser.js";

/** The sections that a page may have the settings opened at. */
const SECTIONS = new Set(["pairing", "sites"]);

function openAt(hash) {
  return openTab(fileUrl(`options/page.html#${hash}`));
}

/** Open the settings, at one of their sections if it is named. */
export function openSettings(section) {
  return SECTIONS.has(section) ? openAt(section) : openOptions();
}

/** Ask the reader in the settings whether a site's articles should always open in short. */
export function openOffer(site) {
  return openAt(`always=${site}`);
}

/** Show the first steps after an installation, but not after an update. */
export function showWelcome({ reason }) {
  if (reason === "install") openTab(fileUrl("welcome/page.html"));
}
