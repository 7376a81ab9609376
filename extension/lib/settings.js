/**
 * What the reader can choose. Kept in `storage.local`, on this machine: `storage.sync` would send it
 * to the account of the browser.
 */

/**
 * Each setting with its choices, in the order in which they are shown. No two settings share a
 * choice, as each is the key of its message. The first two settings and their choices are fields
 * of the protocol (server/API.md).
 */
export const CHOICES = {
  length: ["short", "medium", "long"],
  style: ["brief", "plain", "exact"],
  theme: ["page", "light", "dark"],
  size: ["smaller", "usual", "larger", "largest"],
};

/** What the card takes over from the last one without a question: it is not among the options. */
const HABITS = { fold: ["folded", "unfolded"] };

const ALL = { ...CHOICES, ...HABITS };

/** What holds until the reader chooses. */
export const DEFAULTS = {
  length: "short",
  style: "brief",
  theme: "page",
  size: "usual",
  fold: "folded",
};

/** Say whether a setting of this name can have this value. */
export function isChoice(name, choice) {
  return Object.hasOwn(ALL, name) && ALL[name].includes(choice);
}

/**
 * Pick what the server is told. How the card looks is between the reader and the browser.
 * @returns {{length: string, style: string}}
 */
export function pickWording({ length, style }) {
  return { length, style };
}

/** Take from `wanted` what can be chosen, and the rest from `settings`. */
export function choose(settings, wanted) {
  const isGood = ([name, choice]) => isChoice(name, choice);
  return { ...settings, ...Object.fromEntries(Object.entries(wanted ?? {}).filter(isGood)) };
}

/**
 * Read every setting. It never throws: what is missing, unknown or cannot be read is its default, as
 * an article is worth more than a setting.
 * @returns {Promise<{length: string, style: string, theme: string, size: string, fold: string}>}
 */
export async function loadSettings() {
  const stored = await chrome.storage.local.get(Object.keys(ALL)).catch(() => ({}));
  return choose(DEFAULTS, stored);
}

/**
 * Keep choices, all of them or none. Throws a RangeError if one cannot be chosen, and what the browser
 * throws if it fails.
 * @param {Object<string, string>} choices by the names of their settings
 */
export async function saveSettings(choices) {
  for (const [name, choice] of Object.entries(choices)) {
    if (!isChoice(name, choice)) throw new RangeError(`${name} cannot be ${choice}`);
  }
  await chrome.storage.local.set(choices);
}

/** Keep one choice, as `saveSettings` does. */
export function saveSetting(name, choice) {
  return saveSettings({ [name]: choice });
}
