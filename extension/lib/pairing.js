/** The two ways to pair this browser: a typed code, and a click on the welcome page. */
import { loadConnection, saveToken } from "./connection.js";
import { check, redeem } from "./server.js";

const CODE = /^\d{6}$/;

/**
 * Read a code as people type or paste it.
 * @returns {?string} its six digits, or null if there are not six
 */
export function readCode(text) {
  const digits = text.replace(/[\s\p{Dash}]/gu, "");
  return CODE.test(digits) ? digits : null;
}

/**
 * Pair with the server.
 * @param {string} code six digits
 * @returns {Promise<?import("./failures.js").Failure>} null on success. It never throws.
 */
export async function pair(code) {
  const { port } = await loadConnection();
  const { token, error } = await redeem(code, port);
  if (error) return error;
  try {
    await saveToken(token);
    return null;
  } catch {
    return { code: "not_kept", port };
  }
}

/**
 * Check whether a tab shows the server's welcome page.
 * @param {string | undefined} url what the browser tells about the tab: nothing for some pages
 * @param {number} port
 * @returns {?{code: ?string}} with the code of the printed link, or null for every other page
 */
export function readWelcome(url, port) {
  if (url === undefined || !URL.canParse(url)) return null;
  const { origin, pathname, hash } = new URL(url);
  if (origin !== `http://127.0.0.1:${port}` || pathname !== "/") return null;
  return { code: CODE.test(hash.slice(1)) ? hash.slice(1) : null };
}

/**
 * Pair with the code of the link, and find what the welcome page should say.
 * @returns {Promise<"done" | "paired-already" | "failed">}
 */
export async function pairByLink(code) {
  if ((await pair(code)) === null) return "done";
  // A link that is followed twice has a used code, but the browser is already paired.
  return (await check(await loadConnection())) === null ? "paired-already" : "failed";
}

/** Show the outcome. It runs in the page, so it cannot use anything from this file. */
export function showOutcome(outcome) {
  document.documentElement.dataset.pairing = outcome;
  // The code is used up or invalid, so the address need not keep it.
  history.replaceState(null, "", location.pathname);
}
