/** The only file that speaks to the server. The protocol is server/API.md, version 1. */

const ADDRESS = "http://127.0.0.1:8771";

/** A server that says nothing for so long will not answer; a slow one sends its progress. */
const SILENCE_MS = 30_000;

/** What went wrong, as a line of the protocol: the card has the words for each code. */
function failure(code) {
  return { type: "error", error: { code } };
}

/** Name why a request did not reach the server, or broke off. */
async function nameCause(silence) {
  if (silence.aborted) return failure("timed-out");
  const isAllowed = await chrome.permissions.contains({ origins: ["http://127.0.0.1/*"] });
  return failure(isAllowed ? "server-down" : "no-permission");
}

/** Part a body of newline-delimited JSON into its lines. */
async function* readLines(body) {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}

/**
 * Ask for a digest.
 * @param {{title: string, lang: string, paragraphs: string[], length: string, style: string}} body
 * @param {AbortSignal} signal gives up when the reader closes the card
 * @yields {{type: "progress" | "point" | "done" | "error"}} the lines of the protocol; the last is
 *     `done` or `error`. It never throws.
 */
export async function* digest(body, signal, address = ADDRESS) {
  const silence = new AbortController();
  let timer = 0;
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  listen();
  try {
    const response = await fetch(`${address}/v1/digest`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok) {
      const { error } = await response.json();
      yield typeof error?.code === "string" ? { type: "error", error } : failure("not-nutgraf");
      return;
    }
    for await (const line of readLines(response.body)) {
      listen();
      yield line;
      if (line?.type === "done" || line?.type === "error") return;
    }
    yield failure("server-stopped");
  } catch (error) {
    // Something else than Nutgraf listens there if its answer is not JSON.
    yield error instanceof SyntaxError ? failure("not-nutgraf") : await nameCause(silence.signal);
  } finally {
    clearTimeout(timer);
  }
}
