/** What listens on a port in the tests: real HTTP servers, each made of one request handler. */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";

export const TOKEN = "nutgraf-token-of-a-test-".padEnd(43, "x");

/** Serve on a free port of loopback while `use(port)` runs, and return what it returns. */
export async function listen(handler, use) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(server.address().port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The proof as the protocol has it, by other means than the extension's own. */
export function prove(token, port, challenge) {
  return createHmac("sha256", token).update(`nutgraf-health\n${port}\n${challenge}`).digest("hex");
}

/** Answer with JSON. */
export function respond(response, shape, status = 200) {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(shape));
}

/** Prove to hold a token, and leave all but that to another handler. */
export function holding(token, handler) {
  return (request, response) => {
    const { pathname, searchParams, port } = new URL(
      `http://${request.headers.host}${request.url}`,
    );
    if (pathname !== "/v1/health") return handler(request, response);
    const proof = prove(token, Number(port), searchParams.get("challenge"));
    respond(response, { status: "ok", version: "0", protocol: 1, model: "m", proof });
  };
}

/** Read the body of a request. */
export async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
