import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../extension/content/dom.js";
import "../../../extension/content/card/theme.js";

const { readLightness } = globalThis.nutgraf.theme;

for (const [color, lightness] of [
  ["rgb(255, 255, 255)", 1],
  ["rgb(0, 0, 0)", 0],
  ["rgba(255, 255, 255, 0.9)", 1],
  ["color(srgb 1 1 1)", 1],
  ["color(display-p3 0 0 0 / 0.8)", 0],
  ["oklch(0.25 0.02 264.5)", 0.25],
  ["oklab(0.9 0 -0.1)", 0.9],
  ["lab(90 0 none)", 0.9],
  ["lch(12 5e-1 30)", 0.12],
]) {
  test(`${color} is ${lightness} light`, () => {
    assert.ok(Math.abs(readLightness(color) - lightness) < 1e-9);
  });
}

for (const color of [
  "rgba(0, 0, 0, 0)",
  "rgba(0, 0, 0, 0.4)",
  "oklch(0.2 0 0 / 0.3)",
  "",
  "transparent",
]) {
  test(`${JSON.stringify(color)} lets what is behind it decide`, () => {
    assert.equal(readLightness(color), null);
  });
}
