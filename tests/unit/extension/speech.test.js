import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../extension/content/english.js";
import "../../../extension/content/card/speech.js";

const { pickVoice } = globalThis.nutgraf.speech;

const voice = (name, lang, more = {}) => ({
  name,
  lang,
  localService: true,
  default: false,
  ...more,
});
const online = voice("online", "en-US", { localService: false, default: true });
const british = voice("british", "en-GB");
const american = voice("american", "en_US");
const usual = voice("usual", "en-AU", { default: true });
const german = voice("german", "de-DE", { default: true });

test("no voice that sends the text away is ever chosen", () => {
  assert.equal(pickVoice([online], "en-US"), null);
  assert.equal(pickVoice([online, british], "en-US"), british);
});

test("no voice of another language is chosen, nor one whose tag only looks English", () => {
  assert.equal(pickVoice([german, voice("enets", "enf")], "de"), null);
});

test("the page's own kind of English comes first, however its tag is written", () => {
  assert.equal(pickVoice([usual, british, american], "en-US"), american);
  assert.equal(pickVoice([usual, british, american], "EN_gb"), british);
});

test("else it is the voice that the reader has made the usual one, or the first", () => {
  assert.equal(pickVoice([british, usual], "en"), usual);
  assert.equal(pickVoice([german, british, american], ""), british);
});

test("a system without voices has none", () => {
  assert.equal(pickVoice([], "en"), null);
});
