/**
 * The proof that the program on the port is the server that this browser is paired with. Any
 * program can take the port, so neither the token nor the article is sent without it.
 */

const CHALLENGE_BYTES = 32;
const HMAC = { name: "HMAC", hash: "SHA-256" };

const encode = (text) => new TextEncoder().encode(text);

/** Make a random challenge. It is used only once, so that no answer can be replayed. */
export function makeChallenge() {
  const bytes = crypto.getRandomValues(new Uint8Array(CHALLENGE_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Return whether the answer to a challenge comes from a server that has the token and this port. An
 * answer with another port is that of our own server, relayed by another program.
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
