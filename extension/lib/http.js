/** The only file that sends anything, and the one list of what can go wrong on the way. */
import { hasPermissions } from "./browser.js";

/** A server that says nothing for so long will not answer; a slow one sends its progress. */
const SILENCE_MS = 30_000;

/**
 * A program that listens on the port gets no cookie that another program set for 127.0.0.1, and
 * cannot redirect the request to another address.
 * @type {RequestInit}
 */
const PLAIN = { credentials: "omit", cache: "no-store", redirect: "manual" };

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
      : failure("not_nutgraf");
  }

  /** Part the newline-delimited JSON of an answer into its lines. */
  async *readLines(response) {
    let rest = "";
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      this.#listen();
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line);
    }
  }

  /**
   * Name what a call threw.
   * @returns {Promise<import("./failures.js").Failure>} with the port that was called
   */
  async name(error) {
    const { error: named } = error instanceof Failure ? error : await this.#findFailure(error);
    return { ...named, port: this.#port };
  }

  /** End the call: it will not be found too silent any more. */
  hangUp() {
    clearTimeout(this.#timer);
  }

  async #findFailure(error) {
    // Something else than Nutgraf listens there if its answer is not JSON.
    if (error instanceof SyntaxError) return failure("not_nutgraf");
    if (this.#silence.signal.aborted) return failure("timed_out");
    if (this.#isAnswered) return failure("server_stopped");
    const isAllowed = await hasPermissions({ origins: ["http://127.0.0.1/*"] });
    return isAllowed ? failure("server_down") : failure("no_permission");
  }

  #listen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#silence.abort(), SILENCE_MS);
  }
}
