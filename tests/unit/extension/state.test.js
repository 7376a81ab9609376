import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../extension/content/card/state.js";

const { start, restart, reduce, isWaiting, isWording } = globalThis.nutgraf.state;

const reader = { settings: { length: "short", style: "brief", theme: "page" } };
const point = { type: "point", request: 1, text: "A point.", sources: [] };
const done = { type: "done", request: 1, words: {}, reading_seconds: {}, model: "m" };
const failure = { type: "error", request: 1, error: { code: "timed_out" } };
const after = (...events) => events.reduce(reduce, start(1, reader));

test("the article stays in view until the first point comes", () => {
  assert.equal(after({ type: "progress", request: 1, done: 1, total: 2 }).view, "full");
  assert.equal(after(point).view, "simplified");
});

test("progress is what the server said", () => {
  const state = after({ type: "progress", request: 1, done: 3, total: 7 });
  assert.deepEqual(state.progress, { done: 3, total: 7, isQueued: false });
});

test("a reader who turned back to the article is not called away by the next point", () => {
  const state = after(point, { type: "view", view: "full" }, point);
  assert.equal(state.view, "full");
  assert.equal(state.points.length, 2);
});

test("a line keeps the style that the server says it has", () => {
  const line = { ...point, type: "section", section: 0, style: "exact" };
  const state = after({ ...point, style: "brief" }, line);
  assert.deepEqual([state.points[0].style, state.sections[0].style], ["brief", "exact"]);
});

test("an answer to an earlier request changes nothing", () => {
  const state = start(2, reader);
  assert.equal(reduce(state, point), state);
});

test("an event of unknown type changes nothing, whatever its name", () => {
  const state = start(1, reader);
  for (const type of ["toString", "constructor", "__proto__", "points"]) {
    assert.equal(reduce(state, { type, request: 1 }), state);
  }
});

test("a late failure takes half a digest away and shows the article", () => {
  const state = after(point, failure);
  assert.equal(state.phase, "error");
  assert.equal(state.view, "full");
  assert.deepEqual(state.points, []);
  assert.equal(state.failure.code, "timed_out");
});

test("there is no simplified view without points", () => {
  assert.equal(after({ type: "view", view: "simplified" }).view, "full");
  assert.equal(after(failure, { type: "view", view: "simplified" }).view, "full");
});

test("a request waits until it is done or has failed", () => {
  assert.equal(isWaiting(after()), true);
  assert.equal(isWaiting(after(point)), true);
  assert.equal(isWaiting(after(point, done)), false);
  assert.equal(isWaiting(after(failure)), false);
});

test("a choice changes its own setting and nothing else", () => {
  const state = after({ type: "choose", name: "length", choice: "long" });
  assert.deepEqual(state, { ...after(), settings: { ...reader.settings, length: "long" } });
});

const long = { type: "choose", name: "length", choice: "long" };
const again = (...events) =>
  events.reduce(
    (state, event) => reduce(state, { ...event, request: 2 }),
    restart(reduce(after(point, done), long), 2),
  );
const other = { ...point, text: "Another point." };

test("an article that waits for its turn says so until its turn has come", () => {
  assert.equal(after({ type: "queued", request: 1 }).progress.isQueued, true);
  const state = after({ type: "queued", request: 1 }, { type: "progress", done: 0, total: 2 });
  assert.deepEqual(state.progress, { done: 0, total: 2, isQueued: false });
});

test("the points stay until all of the new ones are there", () => {
  assert.deepEqual(again(other, other).points, after(point).points);
  assert.equal(isWaiting(again(other)), true);
  const state = again(other, other, done);
  assert.deepEqual(
    state.points.map(({ text }) => text),
    [other.text, other.text],
  );
  assert.equal(state.next, null);
  assert.equal(isWaiting(state), false);
});

test("a new digest that fails leaves the points, and the choice that they were made with", () => {
  const state = again(other, failure);
  assert.equal(state.phase, "points");
  assert.deepEqual(state.points, after(point).points);
  assert.equal(state.settings.length, "short");
  assert.equal(state.trouble.code, "timed_out");
  assert.equal(restart(state, 3).trouble, null);
});

test("what changes only the looks is kept when a new digest fails", () => {
  const state = again({ type: "choose", name: "theme", choice: "dark" }, failure);
  assert.equal(state.settings.theme, "dark");
});

test("half a digest that is asked for anew and fails is no digest", () => {
  const state = reduce(restart(after(point), 2), { ...failure, request: 2 });
  assert.equal(state.phase, "error");
  assert.deepEqual(state.points, []);
});

test("only length and style are for the server", () => {
  assert.deepEqual(["length", "style", "theme", "size"].filter(isWording), ["length", "style"]);
});
