import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pair, pairByLink, readCode, readWelcome } from "../../../extension/lib/pairing.js";
import { holding, listen, readBody, respond, TOKEN } from "../../support/extension/peer.js";
import { makeStore } from "../../support/extension/store.js";

const WRONG_CODE = { code: "wrong_code", message: "m", hint: "h" };
const OLD_TOKEN = TOKEN.replace("x", "o");

let local;

beforeEach(() => {
  local = makeStore();
  globalThis.chrome = { storage: { local }, permissions: { contains: async () => true } };
});

/** Pair with a server whose answer to a code is one shape. */
function answer(shape, status, use, token = TOKEN) {
  return listen(
    holding(token, (_request, response) => respond(response, shape, status)),
    (port) => {
      local.stored.port = port;
      return use(port);
    },
  );
}

for (const text of ["123456", " 123 456\n", "123-456", "12–34–56", "1 2 3 4 5 6"]) {
  test(`${JSON.stringify(text)} is read as the code 123456`, () => {
    assert.equal(readCode(text), "123456");
  });
}

for (const text of ["", "12345", "1234567", "12345a", "１２３４５６", "123.456"]) {
  test(`${JSON.stringify(text)} is no code`, () => assert.equal(readCode(text), null));
}

test("the code is sent as the protocol says, and the token is kept", async () => {
  let seen;
  const failure = await listen(
    async (request, response) => {
      seen = `${request.method} ${request.url} ${request.headers["content-type"]} `;
      seen += await readBody(request);
      respond(response, { token: TOKEN });
    },
    (port) => {
      local.stored.port = port;
      return pair("123456");
    },
  );
  assert.equal(failure, null);
  assert.equal(seen, 'POST /v1/pair application/json {"code":"123456"}');
  assert.equal(local.stored.token, TOKEN);
});

test("a refused code is told in the server's words and leaves the old token", async () => {
  local.stored.token = OLD_TOKEN;
  await answer({ error: WRONG_CODE }, 403, async (port) => {
    assert.deepEqual(await pair("123456"), { ...WRONG_CODE, port });
  });
  assert.equal(local.stored.token, OLD_TOKEN);
});

for (const shape of [{}, { token: "short" }, { token: 7 }, null, []]) {
  test(`${JSON.stringify(shape)} is not taken for a token`, async () => {
    await answer(shape, 200, async (port) => {
      assert.deepEqual(await pair("123456"), { code: "not_nutgraf", port });
    });
    assert.equal("token" in local.stored, false);
  });
}

test("a token that could not be kept is not taken for a pairing", async () => {
  local.set = async () => {
    throw new Error("disk full");
  };
  await answer({ token: TOKEN }, 200, async (port) => {
    assert.deepEqual(await pair("123456"), { code: "not_kept", port });
  });
});

for (const [what, shape, status, token, outcome] of [
  ["a fresh code pairs", { token: TOKEN }, 200, OLD_TOKEN, "done"],
  ["a spent code of a paired browser", { error: WRONG_CODE }, 403, TOKEN, "paired-already"],
  [
    "a spent code of a browser that was paired before",
    { error: WRONG_CODE },
    403,
    OLD_TOKEN,
    "failed",
  ],
]) {
  test(`on the welcome page ${what}: ${outcome}`, async () => {
    local.stored.token = token;
    assert.equal(await answer(shape, status, () => pairByLink("123456")), outcome);
  });
}

for (const [url, welcome] of [
  ["http://127.0.0.1:8771/#123456", { code: "123456" }],
  ["http://127.0.0.1:8771/?from=terminal#123456", { code: "123456" }],
  ["http://127.0.0.1:8771/", { code: null }],
  ["http://127.0.0.1:8771/#12345", { code: null }],
  ["http://127.0.0.1:8771/#1234567", { code: null }],
  ["http://127.0.0.1:8771/#１２３４５６", { code: null }],
  ["http://127.0.0.1:8771/news#123456", null],
  ["http://127.0.0.1:8772/#123456", null],
  ["https://127.0.0.1:8771/#123456", null],
  ["http://localhost:8771/#123456", null],
  ["http://127.0.0.1.news.test:8771/#123456", null],
  ["http://127.0.0.1:8771@news.test/#123456", null],
  ["about:blank", null],
  ["", null],
  [undefined, null],
]) {
  test(`${url} is ${welcome ? `the welcome page, code ${welcome.code}` : "another page"}`, () => {
    assert.deepEqual(readWelcome(url, 8771), welcome);
  });
}
