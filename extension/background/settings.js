/** Opens the settings, which a page cannot. */

/** The parts of the settings that a page may have them opened at. */
const SECTIONS = new Set(["pairing"]);

export function openSettings(section) {
  if (!SECTIONS.has(section)) return chrome.runtime.openOptionsPage();
  return chrome.tabs.create({ url: chrome.runtime.getURL(`options/page.html#${section}`) });
}
