/**
 * Everything that can keep the reader from a digest, one row each. A code is also the name of its
 * texts in _locales: `CODE_message` and `CODE_hint`.
 *
 * @typedef {object} Row
 * @property {"off" | "!"} badge what the toolbar button shows: "off" if the server is the cause
 * @property {"ours" | "server"} words whose texts the reader sees
 * @property {"" | "run" | "pair"} command the make target that helps, if one does
 * @property {"" | "pair" | "settings"} button the text of the button that opens the settings, if
 *     they help
 * @property {boolean} again whether trying again can help
 *
 * @typedef {{code: string, message?: string, hint?: string, port?: number}} Failure
 *     the server's refusal, or a code of ours
 * @typedef {{code: string, badge: string, message: string, hint: string, command: string,
 *     button: string, again: boolean}} Explanation what the reader is shown, as text
 */
import { say } from "./browser.js";
import { USUAL_PORT } from "./connection.js";

/** What the server refuses: server/errors.py. */
export const SERVER_FAILURES = {
  host_not_allowed: { badge: "!", words: "server", command: "", button: "", again: true },
  origin_not_allowed: { badge: "!", words: "server", command: "", button: "", again: true },
  not_paired: { badge: "off", words: "ours", command: "pair", button: "pair", again: true },
  wrong_code: { badge: "!", words: "ours", command: "pair", button: "", again: true },
  pairing_locked: { badge: "!", words: "ours", command: "", button: "", again: true },
  pairing_unavailable: { badge: "!", words: "server", command: "", button: "", again: true },
  unsupported_media_type: { badge: "!", words: "server", command: "", button: "", again: true },
  not_json: { badge: "!", words: "server", command: "", button: "", again: true },
  missing_field: { badge: "!", words: "server", command: "", button: "", again: true },
  bad_field: { badge: "!", words: "server", command: "", button: "", again: true },
  empty: { badge: "!", words: "server", command: "", button: "", again: false },
  too_short: { badge: "!", words: "ours", command: "", button: "", again: false },
  too_large: { badge: "!", words: "server", command: "", button: "", again: false },
  not_english: { badge: "!", words: "ours", command: "", button: "", again: false },
  model_missing: { badge: "!", words: "server", command: "", button: "", again: true },
  model_damaged: { badge: "!", words: "server", command: "", button: "", again: true },
  busy: { badge: "!", words: "ours", command: "", button: "", again: true },
  deadline_passed: { badge: "!", words: "ours", command: "", button: "", again: true },
  stopping: { badge: "!", words: "server", command: "", button: "", again: true },
  not_found: { badge: "!", words: "server", command: "", button: "", again: true },
  method_not_allowed: { badge: "!", words: "server", command: "", button: "", again: true },
  bad_request: { badge: "!", words: "server", command: "", button: "", again: true },
  internal: { badge: "!", words: "server", command: "", button: "", again: true },
};

/** What the background and the settings page find on the way to the server. */
export const CALL_FAILURES = {
  server_down: { badge: "off", words: "ours", command: "run", button: "", again: true },
  server_stopped: { badge: "off", words: "ours", command: "run", button: "", again: true },
  timed_out: { badge: "off", words: "ours", command: "", button: "", again: true },
  not_nutgraf: { badge: "off", words: "ours", command: "", button: "settings", again: true },
  wrong_server: { badge: "off", words: "ours", command: "pair", button: "pair", again: true },
  no_permission: { badge: "off", words: "ours", command: "", button: "", again: true },
  not_kept: { badge: "!", words: "ours", command: "", button: "", again: true },
};

/** What the scripts in a page find there. */
export const PAGE_FAILURES = {
  background_stopped: { badge: "!", words: "ours", command: "", button: "", again: true },
  not_article: { badge: "!", words: "ours", command: "", button: "", again: false },
  front_page: { badge: "!", words: "ours", command: "", button: "", again: false },
  search_page: { badge: "!", words: "ours", command: "", button: "", again: false },
  video_page: { badge: "!", words: "ours", command: "", button: "", again: false },
  no_selection: { badge: "!", words: "ours", command: "", button: "", again: false },
  page_too_large: { badge: "!", words: "ours", command: "", button: "", again: false },
};

/** @type {Object<string, Row>} Codes come from outside: a lookup must not find `constructor`. */
const ROWS = Object.assign(Object.create(null), SERVER_FAILURES, CALL_FAILURES, PAGE_FAILURES);

/** @type {Row} For the codes of a newer server. */
const UNKNOWN = { badge: "!", words: "server", command: "", button: "", again: true };

/**
 * Explain a failure to the reader, in the browser's language.
 * @param {Failure} failure
 * @returns {Explanation}
 */
export function explain({ code, message = "", hint = "", port = USUAL_PORT }) {
  const { badge, words, command, button, again } = ROWS[code] ?? UNKNOWN;
  const isOurs = words === "ours";
  const options = port === USUAL_PORT ? "" : ` ARGS="--port ${port}"`;
  return {
    code,
    badge,
    message: isOurs ? say(`${code}_message`) : message,
    hint: isOurs ? say(`${code}_hint`, String(port)) : hint,
    command: command && `make ${command}${options}`,
    button: button && say(button),
    again,
  };
}

/**
 * Explain what the scripts in a page find there: they cannot import this module.
 * @returns {Object<string, Explanation>} by code
 */
export function explainPageFailures() {
  const codes = Object.keys(PAGE_FAILURES);
  return Object.fromEntries(codes.map((code) => [code, explain({ code })]));
}
