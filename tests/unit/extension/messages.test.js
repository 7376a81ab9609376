import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { answerNotice, answerRequests } from "../../../extension/background/messages.js";
import { holding, listen, readBody, TOKEN } from "../../support/extension/peer.js";
import { makeStore } from "../../support/extension/store.js";

const ID = "nutgraf";
const TAB = { id: 7, active: true, status: "complete", url: "https://news.test/1" };
const SENDER = { id: ID, tab: TAB, frameId: 0, url: TAB.url };

/** What the background has done with the browser, as [name, argument]. */
let acts;

/** The ports of a test that are still open. */
const ports = [];

// A port that stays open has a timer of 30 s, which node would wait for.
afterEach(() => ports.splice(0).forEach((port) => port.leave()));

beforeEach(() => {
  acts = [];
  const act = (name) => async (argument) => void acts.push([name, argument]);
  globalThis.chrome = {
    action: {
      setBadgeBackgroundColor: async () => {},
      setBadgeText: act("badge"),
      setTitle: act("title"),
    },
    i18n: { getMessage: (key) => (key === "action" ? key : "") },
    permissions: { contains: async () => true, request: act("request") },
    runtime: { id: ID, getURL: (path) => `ours:${path}`, openOptionsPage: act("options") },
    scripting: { executeScript: act("execute"), removeCSS: act("removeCSS") },
    storage: { local: makeStore({}) },
    tabs: { create: act("create") },
  };
});

async function tell(message, sender = SENDER) {
  answerNotice(message, sender);
  await new Promise((resolve) => setTimeout(resolve));
  return acts;
}

/** A port as a page opens it; `isRefused` says whether it was, and `leave` closes it. */
function connect(sender) {
  const leavers = [];
  const port = {
    sender,
    listeners: [],
    isRefused: false,
    onMessage: { addListener: (listener) => port.listeners.push(listener) },
    onDisconnect: { addListener: (listener) => leavers.push(listener) },
    postMessage: (line) => port.posted(line),
    posted: () => {},
    disconnect: () => (port.isRefused = true),
    leave: () => leavers.forEach((listener) => listener(port)),
  };
  ports.push(port);
  answerRequests(port);
  return port;
}

const STRANGERS = {
  "another extension": { ...SENDER, id: "other" },
  "a frame of a page": { ...SENDER, frameId: 3 },
  "a page without a tab": { id: ID, url: "ours:popup.html" },
};

for (const [name, sender] of Object.entries(STRANGERS)) {
  test(`${name} is not heard`, async () => {
    for (const what of ["always", "settings", "closed", "choose"]) {
      assert.deepEqual(await tell({ what, name: "length", choice: "long" }, sender), []);
    }
    assert.deepEqual(globalThis.chrome.storage.local.stored, {});
    assert.equal(connect(sender).isRefused, true);
    assert.equal(connect(sender).listeners.length, 0);
  });
}

for (const message of [
  undefined,
  null,
  "always",
  {},
  { what: "sites" },
  { what: "toString" },
  { what: "__proto__" },
]) {
  test(`${JSON.stringify(message)} is nothing that a page may tell`, async () => {
    assert.deepEqual(await tell(message), []);
    const [listener] = connect(SENDER).listeners;
    assert.equal(listener(message), undefined);
    assert.deepEqual(acts, []);
  });
}

test("a page that asks for always has its own site offered, and no permission is asked for", async () => {
  await tell({ what: "always", host: "evil.test", url: "https://evil.test/", site: "*" });
  assert.deepEqual(acts, [["create", { url: "ours:options/page.html#always=news.test" }]]);
  assert.deepEqual(globalThis.chrome.storage.local.stored, {});
});

test("a page that belongs to no site has the list of sites shown", async () => {
  await tell({ what: "always" }, { ...SENDER, url: "file:///home/a.html" });
  assert.deepEqual(acts, [["create", { url: "ours:options/page.html#sites" }]]);
});

for (const section of [
  undefined,
  null,
  "",
  "always=evil.test",
  "../../evil",
  "https://evil.test",
]) {
  test(`settings at ${section} are the settings, and nothing else`, async () => {
    assert.deepEqual(await tell({ what: "settings", section }), [["options", undefined]]);
  });
}

test("a refusal is shown at the tab that it came from, and its code is only looked up", async () => {
  await tell({ what: "refused", code: "constructor", tabId: 9, message: "evil" });
  assert.deepEqual(acts, [
    ["badge", { tabId: 7, text: "!" }],
    ["title", { tabId: 7, title: "action" }],
  ]);
});

test("a page that has moved on opens nothing where the reader has not asked for it", async () => {
  assert.deepEqual(await tell({ what: "moved" }), []);
});

/** How long a request that must not come is waited for, in milliseconds. */
const GRACE_MS = 50;

/**
 * Connect to a background that is paired with a server.
 * @param {(port: object) => void} act what the page does once the server was asked for its proof;
 *     it leaves, or asks for a digest
 * @returns {Promise<string[]>} what the server heard, until the page had left or had its answer
 */
async function overhear(act) {
  const heard = [];
  let page;
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const answer = holding(TOKEN, (_request, response) => response.end('{"type":"done"}\n'));
  await listen(
    async (request, response) => {
      const isFirst = heard.push(`${request.method} ${await readBody(request)}`) === 1;
      answer(request, response);
      if (isFirst) act(page);
    },
    async (port) => {
      globalThis.chrome.storage.local = makeStore({ port, token: TOKEN });
      page = connect(SENDER);
      page.onDisconnect.addListener(end);
      page.posted = (line) => line.type === "done" && end();
      await ended;
      await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    },
  );
  return heard;
}

const QUESTION = { what: "digest", body: { title: "One" }, choices: { length: "long" } };

test("a page that has nothing to ask has nothing sent but the challenge", async () => {
  assert.deepEqual(await overhear((port) => port.leave()), ["GET "]);
  assert.deepEqual(acts, []);
});

test("a port carries one question, with the reader's choices: so a proof is good for one", async () => {
  const [proof, ...questions] = await overhear((port) => {
    port.listeners[0](QUESTION);
    port.listeners[0]({ ...QUESTION, body: { title: "Two" } });
  });
  assert.equal(proof, "GET ");
  assert.equal(questions.length, 1);
  const wanted = { title: "One", length: "long", style: "brief" };
  assert.deepEqual(JSON.parse(questions[0].replace("POST ", "")), wanted);
});
