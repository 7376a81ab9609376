import assert from "node:assert/strict";
import { test } from "node:test";
import { USUAL_PORT } from "../../../extension/lib/connection.js";
import { explain, explainPageFailures } from "../../../extension/lib/failures.js";

globalThis.chrome = { i18n: { getMessage: (key, values) => [key, ...values].join(" ") } };

test("a failure has our texts, with the port, and the command that helps", () => {
  assert.deepEqual(explain({ code: "not_paired", message: "m", hint: "h", port: 9000 }), {
    code: "not_paired",
    badge: "off",
    message: "not_paired_message",
    hint: "not_paired_hint 9000",
    command: 'make pair ARGS="--port 9000"',
    button: "pair",
    again: true,
  });
});

test("the command is without a port where it is the usual one", () => {
  assert.equal(explain({ code: "server_down", port: USUAL_PORT }).command, "make run");
});

for (const code of ["internal", "of_a_newer_server", "constructor", "__proto__"]) {
  test(`${code} has the server's own texts`, () => {
    const { badge, message, hint, command, button, again } = explain({
      code,
      message: "m",
      hint: "h",
    });
    assert.deepEqual([badge, message, hint, command, button, again], ["!", "m", "h", "", "", true]);
  });
}

test("a page is told of its own failures, and that trying again does not change the page", () => {
  const { background_stopped: stopped, ...own } = explainPageFailures();
  assert.equal(stopped.again, true);
  for (const [code, { message, again }] of Object.entries(own)) {
    assert.equal(message, `${code}_message`);
    assert.equal(again, false);
  }
});
