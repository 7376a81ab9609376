/** The only file that sends anything, and the one list of what can go wrong on the way. */
import { USUAL_PORT } from "./connection.js";

/** A server that says nothing for so long will not answer; a slow one sends its progress. */
const SILENCE_MS = 30_000;

/**
 * Whatever listens on the port gets no cookie of another program's page on 127.0.0.1, and cannot
 * send the request on to another address.
 */
const PLAIN = { credentials: "omit", cache: "no-store", redirect: "manual" };

/** Failures whose next step is a command to type in the folder of Nutgraf: a target of its make. */
const TARGETS = {
  __proto__: null,
  "server-down": "run",
  "server-stopped": "run",
  "not-paired": "pair",
  not_paired: "pair",
  "wrong-server": "pair",
  wrong_code: "pair",
};

/** What ends a call early, as an error of the protocol. The card has the words for each code. */
export class Failure extends Error {
  /** @param {{code: string, message?: string, hint?: string}} error */
  constructor(error) {
    super(error.code);
    this.error = error;
  }
}

/** Make the failure of a code of ours. */
export function failure(code) {
  return new Failure({ code });
}

/** A call to what listens on one port, of one request or more. */
export class Call {
  #port;
  #silence = new AbortController();
  #signal;
  #timer = 0;
  #isAnswered = false;

  /** @param {AbortSignal} [signal] gives up when the reader does not wait any longer */
  constructor(port, signal) {
    this.#port = port;
    this.#signal = signal ? AbortSignal.any([signal, this.#silence.signal]) : this.#silence.signal;
    this.#listen();
  }

  /** Send one request. Throws for every answer that is not a success. */
  async send(path, options = {}) {
    this.#isAnswered = false;
    this.#listen();
    const address = `http://127.0.0.1:${this.#port}${path}`;
    const response = await fetch(address, { ...PLAIN, ...options, signal: this.#signal });
    this.#listen();
    if (response.ok) {
      this.#isAnswered = true;
      return response;
    }
    const answer = await response.json();
    throw typeof answer?.error?.code === "string"
      ? new Failure(answer.error)
      : failure("not-nutgraf");
  }

  /** Part the newline-delimited JSON of an answer into its lines. */
  async *readLines(response) {
    let rest = "";
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      this.#listen();
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) yield JSON.parse(line);
    }
  }

  /**
   * Name what a call threw.
   * @returns {Promise<{code: string, message?: string, hint?: string, port: number,
   *     command: string}>} an error of the protocol, with the port that was called, and with what
   *     the reader can type to mend it, which may be nothing
   */
  async name(error) {
    const { error: named } = error instanceof Failure ? error : await this.#findFailure(error);
    const port = this.#port;
    const target = TARGETS[named.code];
    const options = port === USUAL_PORT ? "" : ` ARGS="--port ${port}"`;
    return { ...named, port, command: target ? `make ${target}${options}` : "" };
  }

  /** End the call: it will not be found too silent any more. */
  hangUp() {
    clearTimeout(this.#timer);
  }

  async #findFailure(error) {
    // Something else than Nutgraf listens there if its answer is not JSON.
    if (error instanceof SyntaxError) return failure("not-nutgraf");
    if (this.#silence.signal.aborted) return failure("timed-out");
    if (this.#isAnswered) return failure("server-stopped");
    const isAllowed = await chrome.permissions.contains({ origins: ["http://127.0.0.1/*"] });
    return isAllowed ? failure("server-down") : failure("no-permission");
  }

  #listen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#silence.abort(), SILENCE_MS);
  }
}
