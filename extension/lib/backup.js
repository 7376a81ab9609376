/** The reader's choices and sites as a file. Port and token belong to one machine: never in it. */
import { isChoice } from "./settings.js";
import { isHost, MOST_SITES } from "./sites.js";

const FORM = 1;
const FIELDS = ["nutgraf", "settings", "sites"];
const LONGEST = 300_000;

/**
 * Write settings and sites as the text of a file.
 * @param {Object<string, string>} settings
 * @param {string[]} sites hosts
 */
export function writeBackup(settings, sites) {
  return `${JSON.stringify({ nutgraf: FORM, settings, sites }, null, 2)}\n`;
}

const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Read the text of a file. An unknown key makes the whole file invalid.
 * @returns {?{settings: Object<string, string>, sites: string[]}} null if it is invalid
 */
export function readBackup(text) {
  if (text.length > LONGEST) return null;
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isPlain(file) || file.nutgraf !== FORM || !isPlain(file.settings)) return null;
  if (!Object.keys(file).every((key) => FIELDS.includes(key))) return null;
  if (!Object.entries(file.settings).every(([name, choice]) => isChoice(name, choice))) return null;
  const { settings, sites } = file;
  if (!Array.isArray(sites) || sites.length > MOST_SITES || !sites.every(isHost)) return null;
  return { settings, sites };
}
