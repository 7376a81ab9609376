/** Opens the settings, which a page cannot. */

/** The parts of the settings that a page may have them opened at. */
const SECTIONS = new Set(["pairing", "sites"]);

function openAt(hash) {
  return chrome.tabs.create({ url: chrome.runtime.getURL(`options/page.html#${hash}`) });
}

export function openSettings(section) {
  return SECTIONS.has(section) ? openAt(section) : chrome.runtime.openOptionsPage();
}

/** Ask the reader whether a site shall always be in short. */
export function openOffer(site) {
  return openAt(`always=${site}`);
}
