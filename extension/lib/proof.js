/**
 * The proof that what listens on the port is the server that this browser was paired with. Any
 * program may take the port, so the token and the article are sent to none without it.
 */

const CHALLENGE_BYTES = 32;
const HMAC = { name: "HMAC", hash: "SHA-256" };

const encode = (text) => new TextEncoder().encode(text);

/** Draw what the server has to prove itself with. Never used twice, so no answer can be kept. */
export function makeChallenge() {
  const bytes = crypto.getRandomValues(new Uint8Array(CHALLENGE_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Say whether the answer to a challenge was made by a server that has the token and this port: with
 * another port it would be the answer of our server, passed on by another program.
 * @param {unknown} proof what the other side sent
 */
export async function isProof(proof, challenge, { port, token }) {
  if (typeof proof !== "string" || !/^[0-9a-f]{64}$/.test(proof)) return false;
  const key = await crypto.subtle.importKey("raw", encode(token), HMAC, false, ["verify"]);
  const signature = Uint8Array.from(proof.match(/../g) ?? [], (digits) =>
    Number.parseInt(digits, 16),
  );
  const message = encode(`nutgraf-health\n${port}\n${challenge}`);
  return crypto.subtle.verify(HMAC.name, key, signature, message);
}
