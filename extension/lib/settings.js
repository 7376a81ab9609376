/**
 * What the reader can choose. Stored in `storage.local`, on this machine: `storage.sync` would send
 * it to the account of the browser.
 */

import { readStore, writeStore } from "./browser.js";

/**
 * Each setting with its choices, and the one that holds until the reader chooses. Settings and
 * choices are shown in this order. No two settings may share a choice, as each choice is the key of
 * its own text. `length` and `style` are fields of the protocol (server/API.md), and so are their
 * choices. `fold` is not among the options: the card keeps it from one article to the next.
 */
const SETTINGS = {
  length: { choices: ["short", "medium", "long"], default: "short" },
  style: { choices: ["brief", "plain", "exact"], default: "brief" },
  theme: { choices: ["page", "light", "dark"], default: "page" },
  size: { choices: ["smaller", "usual", "larger", "largest"], default: "usual" },
  fold: { choices: ["folded", "unfolded"], default: "folded" },
};

const pick = (field) =>
  Object.fromEntries(Object.entries(SETTINGS).map(([name, setting]) => [name, setting[field]]));

const ALL = pick("choices");

/** The choices of each setting that is among the options. */
export const CHOICES = Object.fromEntries(Object.entries(ALL).filter(([name]) => name !== "fold"));

/** What holds until the reader chooses. */
export const DEFAULTS = pick("default");

/** Return whether a setting of this name can have this value. */
export function isChoice(name, choice) {
  return Object.hasOwn(ALL, name) && ALL[name].includes(choice);
}

/**
 * Pick the settings that are sent to the server: it need not know how the card looks.
 * @returns {{length: string, style: string}}
 */
export function pickWording({ length, style }) {
  return { length, style };
}

/** Return `settings` with the valid choices of `wanted`, which may be missing. */
export function choose(settings, wanted) {
  const isGood = ([name, choice]) => isChoice(name, choice);
  return { ...settings, ...Object.fromEntries(Object.entries(wanted ?? {}).filter(isGood)) };
}

/**
 * Read every setting. It never throws: a setting that is missing or invalid has its default, since
 * an article matters more than a setting.
 * @returns {Promise<{length: string, style: string, theme: string, size: string, fold: string}>}
 */
export async function loadSettings() {
  const stored = await readStore(Object.keys(ALL));
  return choose(DEFAULTS, stored);
}

/**
 * Store choices, all or none. Throws a RangeError if one is invalid, or the browser's error.
 * @param {Object<string, string>} choices by the names of their settings
 */
export async function saveSettings(choices) {
  for (const [name, choice] of Object.entries(choices)) {
    if (!isChoice(name, choice)) throw new RangeError(`${name} cannot be ${choice}`);
  }
  await writeStore(choices);
}

/** Store one choice, as `saveSettings` does. */
export function saveSetting(name, choice) {
  return saveSettings({ [name]: choice });
}
