/** The server section of the settings page: its port, whether it answers, and pairing. */
import { say } from "../lib/browser.js";
import { isPort, loadConnection, savePort } from "../lib/connection.js";
import { explain } from "../lib/failures.js";
import { find } from "../lib/page-elements.js";
import { pair, readCode } from "../lib/pairing.js";
import { inspect } from "../lib/server.js";

const state = find("#state", HTMLElement);
const code = find("#code", HTMLInputElement);
const port = find("#port", HTMLInputElement);

/** Counts what the reader does. Only the last action is answered: an earlier answer may be late. */
let turn = 0;

/** Show the state; screen readers announce it. `kind` selects the style. */
function tell(kind, message, hint = "", command = "") {
  state.dataset.state = kind;
  find(".name", HTMLElement, state).textContent = message;
  find(".hint", HTMLElement, state).textContent = hint;
  find("code", HTMLElement, state).textContent = command;
}

function tellFailure(failure) {
  const { message, hint, command } = explain(failure);
  tell("failed", message, hint, command);
}

/** Ask the server whether this browser is paired with it. */
async function showState() {
  const mine = ++turn;
  tell("asking", say("checking"));
  const connection = await loadConnection();
  const { failure, version, model } = await inspect(connection);
  if (mine !== turn) return;
  if (failure) return tellFailure(failure);
  const facts = say("serverFacts", version, model ?? say("noModel"));
  tell("paired", say("paired", String(connection.port)), `${facts} ${say("pairedHint")}`);
}

async function enterCode(event) {
  event.preventDefault();
  const digits = readCode(code.value);
  code.ariaInvalid = String(digits === null);
  if (digits === null) return refuse(code, say("codeForm"));
  const mine = ++turn;
  tell("asking", say("pairing"));
  const failure = await pair(digits);
  if (mine !== turn) return;
  if (failure) {
    tellFailure(failure);
    return code.select();
  }
  code.value = "";
  await showState();
}

async function enterPort(event) {
  event.preventDefault();
  const number = Number(port.value);
  port.ariaInvalid = String(!isPort(number));
  if (!isPort(number)) return refuse(port, say("portForm"));
  try {
    await savePort(number);
  } catch {
    return refuse(port, say("notSaved"));
  }
  await showState();
}

/** Explain why the content of a field was not used, and return the reader to it. */
function refuse(field, message) {
  turn++;
  tell("failed", message);
  field.select();
}

find("#pairing", HTMLFormElement).addEventListener("submit", enterCode);
find("#port-form", HTMLFormElement).addEventListener("submit", enterPort);
document.addEventListener("visibilitychange", () => document.hidden || showState());
port.value = String((await loadConnection()).port);
if (location.hash === "#pairing") code.focus();
await showState();
