import assert from "node:assert/strict";
import test from "node:test";

import "../../../extension/content/dom.js";
import "../../../extension/content/english.js";
import "../../../extension/content/extraction/dom-text.js";
import "../../../extension/content/extraction/metadata.js";

const { parseDate, isOnward } = globalThis.nutgraf.metadata;
const { NEXT } = globalThis.nutgraf.english;
const NOW = Date.UTC(2026, 10, 23);
const HERE = new URL("https://news.test/one?page=1");

process.env.TZ = "America/New_York";

test("a day is that day, west of Greenwich too", () => {
  const format = new Intl.DateTimeFormat("en", { dateStyle: "long" });
  assert.equal(format.format(parseDate("2026-11-21", NOW)), "November 21, 2026");
});

for (const [text, headline] of [
  ["Next", ""],
  ["Next article", ""],
  ["Next story: A mill opens", "A mill opens"],
  ["Next: A mill opens", "A mill opens"],
  ["Next in Harrowick → A mill opens", "A mill opens"],
]) {
  test(`"${text}" leads to the next story`, () => assert.equal(text.replace(NEXT, ""), headline));
}

for (const text of ["Next week's weather: rain", "Next of kin fight on", "Next-generation trams"]) {
  test(`"${text}" is a headline`, () => assert.ok(!NEXT.test(text)));
}

for (const text of ["2026-11-22T08:30:00+02:00", "1998-01-01T00:00:00Z"]) {
  test(`${text} is a date`, () => {
    assert.equal(parseDate(text, NOW).getTime(), new Date(text).getTime());
  });
}

for (const text of ["", "yesterday", "2026-12-24", "0001-01-01T00:00:00Z", "1970-01-01", "<b>"]) {
  test(`${text || "nothing"} is no date of an article`, () => {
    assert.equal(parseDate(text, NOW), null);
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
