import assert from "node:assert/strict";
import { test } from "node:test";
import { check, digest } from "../../../extension/lib/server.js";
import { holding, listen, prove, readBody, respond, TOKEN } from "../../support/extension/peer.js";

const ARTICLE = { title: "", lang: "en", paragraphs: ["One."], length: "short", style: "exact" };
const SILENCE_MS = 30_000;
const PROOF_MS = 250;
const LINES = [
  { type: "queued" },
  { type: "progress", done: 1, total: 1 },
  { type: "point", text: "Été 🎉.", sources: [] },
  { type: "done", model: "m" },
];

/** Ask whatever the handler makes of a port for a digest, and list what comes. */
function ask(handler, { isAllowed = true, token = TOKEN, question = ARTICLE } = {}) {
  globalThis.chrome = { permissions: { contains: async () => isAllowed } };
  return listen(handler, async (port) => {
    const lines = [];
    const { signal } = new AbortController();
    const put = Promise.resolve(question);
    for await (const line of digest(put, { port, token }, signal)) lines.push(line);
    return lines;
  });
}

/** Ask the paired server, whose answer to the article itself is the handler's. */
const askOurs = (handler, options) => ask(holding(TOKEN, handler), options);

const codes = (lines) => lines.map(({ type, error }) => error?.code ?? type);

test("lines arrive whole, however the network parts them", async () => {
  const bytes = Buffer.from(LINES.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const lines = await askOurs((_request, response) => {
    // One byte at a time parts every line and every character.
    for (const byte of bytes) response.write(Buffer.of(byte));
    response.end();
  });
  assert.deepEqual(lines, LINES);
});

test("the article is sent as the protocol says, with the token", async () => {
  let seen;
  await askOurs(async (request, response) => {
    seen = { headers: request.headers, url: request.url, method: request.method };
    seen.body = JSON.parse(await readBody(request));
    response.end('{"type":"done"}\n');
  });
  assert.equal(`${seen.method} ${seen.url}`, "POST /v1/digest");
  assert.equal(seen.headers["content-type"], "application/json");
  assert.equal(seen.headers.accept, "application/x-ndjson");
  assert.equal(seen.headers.authorization, `Bearer ${TOKEN}`);
  assert.deepEqual(seen.body, ARTICLE);
});

test("a refusal of the server is passed on in its own words", async () => {
  const error = { code: "too_short", message: "m", hint: "h" };
  const lines = await askOurs((_request, response) => respond(response, { error }, 422));
  assert.deepEqual(codes(lines), ["too_short"]);
  assert.equal(lines[0].error.message, "m");
  assert.equal(lines[0].error.hint, "h");
});

test("a browser without a token asks nobody", async () => {
  const requests = [];
  const lines = await ask((request) => requests.push(request.url), { token: null });
  assert.deepEqual(codes(lines), ["not_paired"]);
  assert.deepEqual(requests, []);
});

test("a server that ended the pairing is passed on", async () => {
  const lines = await askOurs((_request, response) =>
    respond(response, { error: { code: "not_paired", message: "m", hint: "h" } }, 401),
  );
  assert.deepEqual(codes(lines), ["not_paired"]);
});

test("each question has a challenge of its own", async () => {
  const asked = new Set();
  const handler = holding(TOKEN, (_request, response) => response.end('{"type":"done"}\n'));
  for (let turn = 0; turn < 2; turn++) {
    await ask((request, response) => {
      if (request.method === "GET") asked.add(request.url);
      handler(request, response);
    });
  }
  assert.equal(asked.size, 2);
});

const HEALTH = { status: "ok", version: "0", protocol: 1, model: "m" };
const PORT_OF_OURS = 8771;

for (const [what, code, answer] of [
  ["says nothing of the challenge", "wrong_server", () => HEALTH],
  [
    "holds another token",
    "wrong_server",
    (port, challenge) => ({
      ...HEALTH,
      proof: prove(TOKEN.replace("x", "y"), port, challenge),
    }),
  ],
  [
    "passes on the proof of our server on another port",
    "wrong_server",
    (_port, challenge) => ({
      ...HEALTH,
      proof: prove(TOKEN, PORT_OF_OURS, challenge),
    }),
  ],
  [
    "plays back an old proof",
    "wrong_server",
    (port) => ({
      ...HEALTH,
      proof: prove(TOKEN, port, "challenge-of-a-test-00"),
    }),
  ],
  ["answers all with an empty object", "not_nutgraf", () => ({})],
  ["answers all with null", "not_nutgraf", () => null],
]) {
  test(`a program that ${what} gets neither token nor article`, async () => {
    const requests = [];
    const lines = await ask(async (request, response) => {
      const { port, searchParams } = new URL(`http://${request.headers.host}${request.url}`);
      requests.push(
        request.method + JSON.stringify(request.rawHeaders) + (await readBody(request)),
      );
      respond(response, answer(Number(port), searchParams.get("challenge")));
    });
    assert.deepEqual(codes(lines), [code]);
    assert.equal(requests.length, 1);
    assert.match(requests[0], /^GET/);
    assert.ok(!requests[0].includes(TOKEN));
    assert.ok(!/authorization|cookie|One\./i.test(requests[0]));
  });
}

test("the server proves itself while the question is still being put", async () => {
  let put;
  const question = new Promise((resolve) => (put = resolve));
  const sent = [];
  const handler = holding(TOKEN, (_request, response) => response.end('{"type":"done"}\n'));
  const lines = await ask(
    (request, response) => {
      sent.push(request.method);
      put(ARTICLE); // Not before something was sent.
      handler(request, response);
    },
    { question },
  );
  assert.deepEqual(codes(lines), ["done"]);
  assert.deepEqual(sent, ["GET", "POST"]);
});

test("a program that takes the port after the proof gets nothing once that is old", async () => {
  const sent = [];
  const ours = holding(TOKEN);
  const other = holding(TOKEN.replace("x", "y"));
  const lines = await ask(
    (request, response) => {
      sent.push(request.method);
      (sent.length === 1 ? ours : other)(request, response);
    },
    { question: new Promise((put) => setTimeout(put, PROOF_MS + 50, ARTICLE)) },
  );
  assert.deepEqual(codes(lines), ["wrong_server"]);
  assert.deepEqual(sent, ["GET", "GET"]);
});

test("what a program without proof says of an error is not repeated", async () => {
  const lines = await ask((_request, response) =>
    respond(response, { error: { code: "busy", message: "Call 555", hint: "Now" } }, 429),
  );
  assert.deepEqual(codes(lines), ["not_nutgraf"]);
  assert.equal(JSON.stringify(lines).includes("555"), false);
});

test("a question is not sent on to another address", async () => {
  let hits = 0;
  const count = (_request, response) => {
    hits++;
    response.end("{}");
  };
  await listen(count, (elsewhere) =>
    askOurs((_request, response) => {
      response.writeHead(307, { Location: `http://127.0.0.1:${elsewhere}/` });
      response.end();
    }).then((lines) => assert.deepEqual(codes(lines), ["not_nutgraf"])),
  );
  assert.equal(hits, 0);
});

test("a stream that ends early is not taken for a digest", async () => {
  const lines = await askOurs((_request, response) => {
    response.end(`${JSON.stringify(LINES[2])}\n`);
  });
  assert.deepEqual(codes(lines), ["point", "server_stopped"]);
});

test("a stream that breaks is a server that stopped", async () => {
  const lines = await askOurs((request, response) => {
    response.write(`${JSON.stringify(LINES[2])}\n`, () =>
      setTimeout(() => request.socket.destroy(), 50),
    );
  });
  assert.deepEqual(codes(lines), ["point", "server_stopped"]);
});

test("another program on the port is named as such", async () => {
  const lines = await ask((_request, response) => response.end("<html>\n"));
  assert.deepEqual(codes(lines), ["not_nutgraf"]);
});

test("another program's JSON is not taken for ours", async () => {
  const lines = await ask((_request, response) => respond(response, { detail: "Not Found" }, 404));
  assert.deepEqual(codes(lines), ["not_nutgraf"]);
});

test("a connection that breaks is a server that is down, and the port is told", async () => {
  let port;
  const [{ error }] = await ask((request) => {
    port = request.socket.localPort;
    request.socket.destroy();
  });
  assert.deepEqual(error, { code: "server_down", port });
});

test("a permission that the reader took away is named as the cause", async () => {
  const lines = await ask((request) => request.socket.destroy(), { isAllowed: false });
  assert.deepEqual(codes(lines), ["no_permission"]);
});

test("a silence ends the wait, and each line that comes begins it anew", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let answer;
  const isAsked = new Promise((resolve) => {
    answer = (_request, response) => resolve(response);
  });
  const lines = askOurs((request, response) => answer(request, response));
  const response = await isAsked;
  // Real time only for the network; the limit itself is the extension's own, on a clock of ours.
  for (let turn = 0; turn < 3; turn++) {
    response.write('{"type":"queued"}\n');
    await rest();
    context.mock.timers.tick(SILENCE_MS - 1);
  }
  context.mock.timers.tick(1);
  assert.deepEqual(codes(await lines), ["queued", "queued", "queued", "timed_out"]);
});

/** Let the network carry what was written. */
async function rest() {
  const end = performance.now() + 100;
  while (performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
}

test("the settings are told the same as the card", async () => {
  globalThis.chrome = { permissions: { contains: async () => true } };
  const look = (handler, token = TOKEN) => listen(handler, (port) => check({ port, token }));
  assert.equal(await look(holding(TOKEN)), null);
  assert.equal((await look(holding(TOKEN), null)).code, "not_paired");
  assert.equal((await look(holding(TOKEN), TOKEN.replace("x", "y"))).code, "wrong_server");
  assert.equal((await look((request) => request.socket.destroy())).code, "server_down");
});
