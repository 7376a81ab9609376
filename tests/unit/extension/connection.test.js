import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sealStore } from "../../../extension/lib/browser.js";
import {
  loadConnection,
  savePort,
  saveToken,
  USUAL_PORT,
} from "../../../extension/lib/connection.js";
import { TOKEN } from "../../support/extension/peer.js";
import { makeStore } from "../../support/extension/store.js";

const NEW = { port: USUAL_PORT, token: null };

let local;

function store(stored) {
  local = makeStore(stored);
  globalThis.chrome = { storage: { local } };
}

beforeEach(() => store({}));

test("a new browser has the usual port and no token", async () => {
  assert.deepEqual(await loadConnection(), NEW);
});

test("port and token are kept apart: another port does not end the pairing", async () => {
  await saveToken(TOKEN);
  await savePort(9000);
  assert.deepEqual(await loadConnection(), { port: 9000, token: TOKEN });
});

test("ports are kept up to the limits of what the server takes", async () => {
  for (const port of [1024, 65535]) {
    await savePort(port);
    assert.equal((await loadConnection()).port, port);
  }
});

for (const port of [0, 80, 1023, 65536, 8771.5, NaN, "8771", null]) {
  test(`port ${JSON.stringify(port)} is refused, and read as the usual one`, async () => {
    await assert.rejects(savePort(port), RangeError);
    assert.deepEqual(local.stored, {});
    store({ port });
    assert.deepEqual(await loadConnection(), NEW);
  });
}

for (const token of ["", "short", `${TOKEN}x`, TOKEN.replace("x", "\n"), null, 7, [TOKEN]]) {
  test(`token ${JSON.stringify(token)} is refused, and read as none`, async () => {
    await assert.rejects(saveToken(token), RangeError);
    assert.deepEqual(local.stored, {});
    store({ token });
    assert.deepEqual(await loadConnection(), NEW);
  });
}

test("a store that cannot be read is that of a new browser", async () => {
  local.get = async () => {
    throw new Error("An unexpected error occurred");
  };
  assert.deepEqual(await loadConnection(), NEW);
});

test("the store is closed to pages where the browser can, and used as it is where it cannot", async () => {
  const levels = [];
  local.setAccessLevel = async (options) => levels.push(options);
  await sealStore();
  assert.deepEqual(levels, [{ accessLevel: "TRUSTED_CONTEXTS" }]);
  delete local.setAccessLevel;
  await sealStore();
});
