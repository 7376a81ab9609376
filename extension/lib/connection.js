/**
 * Where the server is, and the token that it gave this browser. Kept in `storage.local`, on this
 * machine only.
 */

import { readStore, writeStore } from "./browser.js";

/** Where the server listens unless it was told otherwise. */
export const USUAL_PORT = 8771;

/** Lower ports need an administrator's rights, and the server refuses them. */
const LOWEST_PORT = 1024;
const HIGHEST_PORT = 65535;

/** 256 bits in base64url. */
const TOKEN = /^[\w-]{43}$/;

/**
 * Return whether the server may listen on this port.
 * @param {unknown} port
 * @returns {port is number}
 */
export function isPort(port) {
  return (
    typeof port === "number" &&
    Number.isInteger(port) &&
    LOWEST_PORT <= port &&
    port <= HIGHEST_PORT
  );
}

/**
 * Return whether this has the form of the server's tokens.
 * @param {unknown} token
 * @returns {token is string}
 */
export function isToken(token) {
  return typeof token === "string" && TOKEN.test(token);
}

/**
 * Read the port and the token. It never throws: a missing or invalid port is the usual one, and a
 * missing or invalid token is null.
 * @returns {Promise<{port: number, token: ?string}>}
 */
export async function loadConnection() {
  const { port, token } = await readStore(["port", "token"]);
  return {
    port: isPort(port) ? port : USUAL_PORT,
    token: isToken(token) ? token : null,
  };
}

/** Store a port. Throws a RangeError if it is invalid, or the browser's error. */
export async function savePort(port) {
  if (!isPort(port)) throw new RangeError(`the server cannot listen on port ${port}`);
  await writeStore({ port });
}

/** Store a token. Throws a RangeError if it is invalid, or the browser's error. */
export async function saveToken(token) {
  if (!isToken(token)) throw new RangeError("that is not a token");
  await writeStore({ token });
}
