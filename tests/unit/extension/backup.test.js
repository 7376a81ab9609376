import assert from "node:assert/strict";
import { test } from "node:test";
import { readBackup, writeBackup } from "../../../extension/lib/backup.js";

const SETTINGS = { length: "long", style: "exact", theme: "dark", size: "larger" };
const SITES = ["news.test", "www.harrowick.test"];
const file = (changes) =>
  JSON.stringify({ ...JSON.parse(writeBackup(SETTINGS, SITES)), ...changes });

test("what was written is read again", () => {
  assert.deepEqual(readBackup(writeBackup(SETTINGS, SITES)), { settings: SETTINGS, sites: SITES });
});

test("a file may leave settings as they are", () => {
  assert.deepEqual(readBackup(file({ settings: {}, sites: [] })), { settings: {}, sites: [] });
});

for (const [what, text] of [
  ["no JSON", "{"],
  ["nothing", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["another form", file({ nutgraf: 2 })],
  ["a token", file({ token: "x".repeat(43) })],
  ["a port", file({ port: 8771 })],
  ["a setting that is none", file({ settings: { ...SETTINGS, port: 8771 } })],
  ["a choice that is none", file({ settings: { length: "endless" } })],
  ["settings that are a list", file({ settings: ["long"] })],
  ["a way to the prototype", '{"nutgraf":1,"settings":{"__proto__":"long"},"sites":[]}'],
  ["a pattern for a site", file({ sites: ["*"] })],
  ["our own server for a site", file({ sites: ["127.0.0.1"] })],
  ["sites that are text", file({ sites: "news.test" })],
  ["too many sites", file({ sites: Array(1001).fill("news.test") })],
  ["more text than we write", " ".repeat(300_000) + file({})],
]) {
  test(`a file with ${what} is refused as a whole`, () => assert.equal(readBackup(text), null));
}
