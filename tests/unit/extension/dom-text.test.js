import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../extension/content/dom.js";
import "../../../extension/content/extraction/dom-text.js";

const { collapseSpace, toCodeUnits } = globalThis.nutgraf.domText;

test("white space of every kind folds into one space", () => {
  assert.equal(collapseSpace("  The\u00a0mayor\n\t said\u2009no. "), "The mayor said no.");
});

test("code points of the protocol become code units of JavaScript", () => {
  const text = "🎉 Café 👩‍🚀 Off.";
  const start = [...text].indexOf("O");
  assert.equal(text.slice(toCodeUnits(text, start)), "Off.");
});

test("an offset past the end is the end", () => {
  assert.equal(toCodeUnits("🎉a", 9), 3);
});
