import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  CHOICES,
  DEFAULTS,
  choose,
  isChoice,
  loadSettings,
  pickWording,
  saveSetting,
} from "../../../extension/lib/settings.js";
import { makeStore } from "../../support/extension/store.js";

let stored;

function store(items) {
  stored = items;
  globalThis.chrome = { storage: { local: makeStore(stored) } };
}

beforeEach(() => store({}));

test("who has chosen nothing gets short and brief", async () => {
  const looks = { theme: "page", size: "usual", fold: "folded" };
  const settings = { style: "brief", length: "short", ...looks };
  assert.deepEqual(await loadSettings(), settings);
});

test("no two choices share a name, and each default is a choice", () => {
  const all = Object.values(CHOICES).flat();
  assert.deepEqual(all, [...new Set(all)]);
  for (const [name, choice] of Object.entries(DEFAULTS)) assert(isChoice(name, choice));
});

test("the server is told of the wording only", () => {
  const wording = { length: "long", style: "exact" };
  assert.deepEqual(pickWording({ ...DEFAULTS, ...wording }), wording);
});

for (const wanted of [undefined, null, { length: "endless" }, { port: 1 }, { toString: "brief" }]) {
  test(`wanting ${JSON.stringify(wanted)} changes no setting`, () => {
    assert.deepEqual(choose(DEFAULTS, wanted), DEFAULTS);
  });
}

test("what the reader has just chosen wins over what is stored", () => {
  const chosen = choose(DEFAULTS, { length: "long", style: 3 });
  assert.deepEqual(chosen, { ...DEFAULTS, length: "long" });
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
  assert.deepEqual(await loadSettings(), { ...DEFAULTS, style: "exact", length: "long" });
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
  ["theme", "grey"],
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
