import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { answerNotice, answerRequests } from "../../../extension/background/messages.js";
import { holding, listen, readBody, TOKEN } from "../../support/extension/peer.js";
import { makeStore } from "../../support/extension/store.js";

const ID = "nutgraf";
const TAB = { id: 7, active: true, status: "complete", url: "https://news.test/1" };
const SENDER = { id: ID, tab: TAB, frameId: 0, url: TAB.url };

/** What the background has done with the browser, as [name, argument]. */
let acts;

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
    permissions: { request: act("request") },
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
    postMessage: () => {},
    disconnect: () => (port.isRefused = true),
    leave: () => leavers.forEach((listener) => listener(port)),
  };
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

/**
 * Connect to a background that is paired with a server.
 * @param {(port: object) => void} act what the page does once the server was asked for its proof
 * @returns {Promise<string[]>} what the server heard, until nothing came any more
 */
async function overhear(act) {
  const heard = [];
  let page;
  const answer = holding(TOKEN, (_request, response) => response.end('{"type":"done"}\n'));
  await listen(
    async (request, response) => {
      const isFirst = heard.push(`${request.method} ${await readBody(request)}`) === 1;
      answer(request, response);
      if (isFirst) act(page);
    },
    async (port) => {
      globalThis.chrome.permissions.contains = async () => true;
      globalThis.chrome.storage.local = makeStore({ port, token: TOKEN });
      page = connect(SENDER);
      // On a busy machine the first request takes its time.
      for (let last = 0; heard.length === 0 || heard.length !== last;) {
        last = heard.length;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
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
