import assert from "node:assert/strict";
import test from "node:test";

import "../../extension/page/text.js";
import "../../extension/page/metadata.js";

const { readDate, isOnward } = globalThis.nutgraf.metadata;
const NOW = Date.UTC(2026, 10, 23);
const HERE = new URL("https://news.test/one?page=1");

for (const text of ["2026-11-22", "2026-11-22T08:30:00+02:00", "1998-01-01T00:00:00Z"]) {
  test(`${text} is a date`, () => {
    assert.equal(readDate(text, NOW).getTime(), new Date(text).getTime());
  });
}

for (const text of ["", "yesterday", "2026-12-24", "0001-01-01T00:00:00Z", "1970-01-01", "<b>"]) {
  test(`${text || "nothing"} is no date of an article`, () => {
    assert.equal(readDate(text, NOW), null);
  });
}

for (const href of ["https://news.test/two", "https://news.test/one?page=2"]) {
  test(`${href} leads on`, () => assert.ok(isOnward(href, HERE)));
}

for (const href of [
  "https://other.test/two",
  "https://news.test:8443/two",
  "https://news.test/one?page=1#end",
  "javascript:alert(1)",
  "data:text/html,two",
  "ftp://news.test/two",
  "/two",
  "",
]) {
  test(`${href || "nothing"} does not lead on`, () => assert.ok(!isOnward(href, HERE)));
}
