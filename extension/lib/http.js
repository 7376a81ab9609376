/** The only file that sends anything. It names each way in which that can fail. */
import { hasPermissions } from "./browser.js";

/** A server that is silent for this long will not answer: a slow one sends its progress. */
const SILENCE_MS = 30_000;

/**
 * A program that listens on the port gets no cookie that another program set for 127.0.0.1, and
 * cannot redirect the request to another address.
 * @type {RequestInit}
 */
const PLAIN = { credentials: "omit", cache: "no-store", redirect: "manual" };

/** An error that ends a call early, in the shape of the protocol. */
export class Failure extends Error {
  /** @param {{code: string, message?: string, hint?: string}} error */
  constructor(error) {
    super(error.code);
    this.error = error;
  }
}

/** Make the failure for one of the extension's own codes. */
export function failure(code) {
  return new Failure({ code });
}

/** A call to the program on a port, of one or more requests. */
export class Call {
  #port;
  #silence = new AbortController();
  #signal;
  #timer = 0;
  #isAnswered = false;

  /** @param {AbortSignal} [signal] aborts when the reader stops waiting */
  constructor(port, signal) {
    this.#port = port;
    this.#signal = signal ? AbortSignal.any([signal, this.#silence.signal]) : this.#silence.signal;
    this.#listen();
  }

  /** Send one request. Throws unless the answer is a success. */
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

  /** Parse an answer of newline-delimited JSON, line by line. */
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
   * Find the failure behind an error that a call threw.
   * @returns {Promise<import("./failures.js").Failure>} with the port that was called
   */
  async name(error) {
    const { error: named } = error instanceof Failure ? error : await this.#findFailure(error);
    return { ...named, port: this.#port };
  }

  /** End the call, and stop timing its silence. */
  hangUp() {
    clearTimeout(this.#timer);
  }

  async #findFailure(error) {
    // A program whose answer is not JSON is not Nutgraf.
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
