/**
 * What the reader can choose. Kept in `storage.local`, on this machine: `storage.sync` would send it
 * to the account of the browser.
 */

/**
 * Each setting with its choices, the default first. Names and values are fields of the protocol
 * (server/API.md), so that all settings together can be sent as they are.
 */
export const CHOICES = {
  style: ["brief", "exact"],
  length: ["short", "medium", "long"],
};

/**
 * Read every setting. It never throws: what is missing, unknown or cannot be read is its default, as
 * an article is worth more than a setting.
 * @returns {Promise<{style: string, length: string}>}
 */
export async function loadSettings() {
  const stored = await chrome.storage.local.get(Object.keys(CHOICES)).catch(() => ({}));
  const settings = {};
  for (const [name, choices] of Object.entries(CHOICES)) {
    settings[name] = choices.includes(stored[name]) ? stored[name] : choices[0];
  }
  return settings;
}

/** Keep one choice. Throws a RangeError for what is none, and what the browser throws if it fails. */
export async function saveSetting(name, choice) {
  if (!Object.hasOwn(CHOICES, name) || !CHOICES[name].includes(choice)) {
    throw new RangeError(`${name} cannot be ${choice}`);
  }
  await chrome.storage.local.set({ [name]: choice });
}
