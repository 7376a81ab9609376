import assert from "node:assert/strict";
import { test } from "node:test";
import { isProof, makeChallenge } from "../../../extension/lib/proof.js";
import { prove, TOKEN } from "../../support/extension/peer.js";

const CHALLENGE = "challenge-of-a-test-00";
const OURS = { port: 8771, token: TOKEN };
const PROOF = prove(TOKEN, 8771, CHALLENGE);

test("the proof is the one that Python's hmac makes of the same token, port and challenge", () => {
  assert.equal(PROOF, "bf6d10920ae53b5110b4594d2f3b06cc8e83394afdb438b56e9375df6cba14a5");
});

test("who has the token is believed", async () => {
  assert.equal(await isProof(PROOF, CHALLENGE, OURS), true);
});

for (const [what, challenge, connection] of [
  ["another challenge", "challenge-of-a-test-01", OURS],
  ["another port", CHALLENGE, { ...OURS, port: 8772 }],
  ["another token", CHALLENGE, { ...OURS, token: TOKEN.replace("x", "y") }],
]) {
  test(`the proof for ${what} is not believed`, async () => {
    assert.equal(await isProof(PROOF, challenge, connection), false);
  });
}

for (const proof of [
  undefined,
  null,
  "",
  true,
  {},
  [PROOF],
  PROOF.toUpperCase(),
  PROOF.slice(2),
  `${PROOF}00`,
  `${PROOF}\n`,
  "z".repeat(64),
  "0".repeat(64),
]) {
  test(`${JSON.stringify(proof)} is no proof`, async () => {
    assert.equal(await isProof(proof, CHALLENGE, OURS), false);
  });
}

test("no two challenges are alike, and each is one that the server takes", () => {
  const challenges = Array.from({ length: 100 }, makeChallenge);
  assert.equal(new Set(challenges).size, challenges.length);
  for (const challenge of challenges) assert.match(challenge, /^[\w-]{22,86}$/);
});
