import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CHOICES, loadSettings, saveSetting } from "../../extension/lib/settings.js";
import { makeStore } from "./store.js";

const DEFAULTS = { style: "brief", length: "short" };

let stored;

function store(items) {
  stored = items;
  globalThis.chrome = { storage: { local: makeStore(stored) } };
}

beforeEach(() => store({}));

test("who has chosen nothing gets short and brief", async () => {
  assert.deepEqual(await loadSettings(), DEFAULTS);
});

for (const [name, choices] of Object.entries(CHOICES)) {
  for (const choice of choices) {
    test(`${name} ${choice} is kept, and nothing else changes`, async () => {
      await saveSetting(name, choice);
      assert.deepEqual(await loadSettings(), { ...DEFAULTS, [name]: choice });
      assert.deepEqual(stored, { [name]: choice });
    });
  }
}

test("choices add up", async () => {
  await saveSetting("style", "exact");
  await saveSetting("length", "long");
  assert.deepEqual(await loadSettings(), { style: "exact", length: "long" });
});

for (const value of ["tiny", "", null, 3, ["exact"], {}]) {
  test(`a stored ${JSON.stringify(value)} is read as the default`, async () => {
    store({ style: value, length: value, more: value });
    assert.deepEqual(await loadSettings(), DEFAULTS);
  });
}

test("a store that cannot be read gives the defaults", async () => {
  globalThis.chrome.storage.local.get = async () => {
    throw new Error("An unexpected error occurred");
  };
  assert.deepEqual(await loadSettings(), DEFAULTS);
});

for (const [name, choice] of [
  ["style", "long"],
  ["length", undefined],
  ["theme", "dark"],
  ["toString", "brief"],
]) {
  test(`${name} ${choice} is refused and not stored`, async () => {
    await assert.rejects(saveSetting(name, choice), RangeError);
    assert.deepEqual(stored, {});
  });
}

test("a store that cannot be written is not taken for one that was", async () => {
  globalThis.chrome.storage.local.set = async () => {
    throw new Error("disk full");
  };
  await assert.rejects(saveSetting("style", "exact"), /disk full/);
});
