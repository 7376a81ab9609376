import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { digest } from "../../extension/lib/server.js";

const ARTICLE = { title: "", lang: "en", paragraphs: ["One."], length: "short", style: "exact" };
const LINES = [
  { type: "progress", done: 1, total: 1 },
  { type: "point", text: "Été 🎉.", sources: [] },
  { type: "done", model: "m" },
];

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** Ask a real server, made of one request handler, and list what comes. */
async function ask(handler, { isAllowed = true, signal = new AbortController().signal } = {}) {
  globalThis.chrome = { permissions: { contains: async () => isAllowed } };
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  try {
    return await collect(digest(ARTICLE, signal, address));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const codes = (lines) => lines.map(({ type, error }) => error?.code ?? type);

test("lines arrive whole, however the network parts them", async () => {
  const bytes = Buffer.from(LINES.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const lines = await ask((_request, response) => {
    // One byte at a time parts every line and every character.
    for (const byte of bytes) response.write(Buffer.of(byte));
    response.end();
  });
  assert.deepEqual(lines, LINES);
});

test("the article is sent as the protocol says", async () => {
  let seen;
  await ask(async (request, response) => {
    const chunks = await collect(request);
    seen = { headers: request.headers, url: request.url, method: request.method };
    seen.body = JSON.parse(Buffer.concat(chunks));
    response.end('{"type":"done"}\n');
  });
  assert.equal(`${seen.method} ${seen.url}`, "POST /v1/digest");
  assert.equal(seen.headers["content-type"], "application/json");
  assert.equal(seen.headers.accept, "application/x-ndjson");
  assert.deepEqual(seen.body, ARTICLE);
});

test("a refusal of the server is passed on in its own words", async () => {
  const error = { code: "too_short", message: "m", hint: "h" };
  const lines = await ask((_request, response) => {
    response.writeHead(422, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error }));
  });
  assert.deepEqual(lines, [{ type: "error", error }]);
});

test("a stream that ends early is not taken for a digest", async () => {
  const lines = await ask((_request, response) => {
    response.end(`${JSON.stringify(LINES[1])}\n`);
  });
  assert.deepEqual(codes(lines), ["point", "server-stopped"]);
});

test("another program on the port is named as such", async () => {
  const lines = await ask((_request, response) => response.end("<html>\n"));
  assert.deepEqual(codes(lines), ["not-nutgraf"]);
});

test("another program's JSON is not taken for ours", async () => {
  const lines = await ask((_request, response) => {
    response.writeHead(404);
    response.end('{"detail": "Not Found"}');
  });
  assert.deepEqual(codes(lines), ["not-nutgraf"]);
});

test("a connection that breaks is a server that is down", async () => {
  const lines = await ask((request) => request.socket.destroy());
  assert.deepEqual(codes(lines), ["server-down"]);
});

test("a permission that the reader took away is named as the cause", async () => {
  const lines = await ask((request) => request.socket.destroy(), { isAllowed: false });
  assert.deepEqual(codes(lines), ["no-permission"]);
});
