/** The requests to the server. The protocol is server/API.md, version 1. */
import { Call, failure } from "./http.js";
import { isToken } from "./connection.js";
import { isProof, makeChallenge } from "./proof.js";

const JSON_TYPE = { "Content-Type": "application/json" };

/** An older proof no longer shows who has the port. Reading a usual page takes far less. */
const PROOF_MS = 250;

/**
 * @typedef {{port: number, token: ?string}} Connection
 * @typedef {import("./failures.js").Failure} Failure
 */

/** Throw unless the paired server answers. What another program says is not repeated. */
async function demandProof(call, connection) {
  if (connection.token === null) throw failure("not_paired");
  const challenge = makeChallenge();
  const response = await call.send(`/v1/health?challenge=${challenge}`).catch((error) => {
    throw error.error ? failure("not_nutgraf") : error;
  });
  const health = await response.json();
  if (health?.status !== "ok") throw failure("not_nutgraf");
  if (!(await isProof(health.proof, challenge, connection))) throw failure("wrong_server");
  return health;
}

/**
 * Ask the paired server for its version and model.
 * @param {Connection} connection
 * @returns {Promise<{version: string, model: ?string, failure?: undefined}
 *     | {version?: undefined, model?: undefined, failure: Failure}>} It never throws.
 */
export async function inspect(connection) {
  const call = new Call(connection.port);
  try {
    const { version, model } = await demandProof(call, connection);
    return { version, model };
  } catch (error) {
    return { failure: await call.name(error) };
  } finally {
    call.hangUp();
  }
}

/**
 * Find out whether the paired server would answer.
 * @param {Connection} connection
 * @returns {Promise<?Failure>} null if it would. It never throws.
 */
export async function check(connection) {
  return (await inspect(connection)).failure ?? null;
}

/**
 * Exchange the code that the server printed for a token.
 * @param {string} code six digits
 * @returns {Promise<{token: string, error?: undefined} | {token?: undefined, error: Failure}>} It
 *     never throws.
 */
export async function redeem(code, port) {
  const call = new Call(port);
  try {
    const response = await call.send("/v1/pair", {
      method: "POST",
      headers: JSON_TYPE,
      body: JSON.stringify({ code }),
    });
    const token = (await response.json())?.token;
    if (!isToken(token)) throw failure("not_nutgraf");
    return { token };
  } catch (error) {
    return { error: await call.name(error) };
  } finally {
    call.hangUp();
  }
}

/**
 * Ask for a digest.
 * @param {Promise<{title: string, lang: string, paragraphs: string[], length: string,
 *     style: string}>} question the server proves its identity while it is still being prepared
 * @param {Connection} connection
 * @param {AbortSignal} signal aborts when the reader closes the card
 * @yields {{type: "queued" | "progress" | "point" | "done" | "error"}} the lines of the protocol;
 *     the last is `done` or `error`. It never throws.
 */
export async function* digest(question, connection, signal) {
  const call = new Call(connection.port, signal);
  try {
    const asked = performance.now();
    const proof = demandProof(call, connection);
    proof.catch(() => {}); // It is awaited below, if there is a question.
    const body = await question;
    const isFresh = performance.now() - asked < PROOF_MS;
    await (isFresh ? proof : demandProof(call, connection));
    const response = await call.send("/v1/digest", {
      method: "POST",
      headers: {
        ...JSON_TYPE,
        Accept: "application/x-ndjson",
        Authorization: `Bearer ${connection.token}`,
      },
      body: JSON.stringify(body),
    });
    for await (const line of call.readLines(response)) {
      yield line;
      if (line?.type === "done" || line?.type === "error") return;
    }
    throw failure("server_stopped");
  } catch (error) {
    yield { type: "error", error: await call.name(error) };
  } finally {
    call.hangUp();
  }
}
