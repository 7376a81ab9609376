"""What an attack is, how it is run, and how far it is expected to come."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from server.config import EXTENSION_ID
from tests.support.application import STORY

# Firefox never answers a request that Local Network Access stops. So a script waits for the rows
# that should read something, and then gives the others a little longer than `peek` takes.
MOST_SECONDS = 20.0
GRACE_SECONDS = 2.0

# `at` makes an address of the server that names the row. `read`, `load`, `hear` and `peek` each
# give what a script can know of an answer: its status, an event that comes for no other, its text.
PRELUDE = """
  const at = (path, host = "127.0.0.1") => `http://${host}:${port}${path}?row=${row}`;
  const body = JSON.stringify({ title: row, paragraphs: story });
  const json = { "Content-Type": "application/json" };
  const guess = { Authorization: `Bearer ${"A".repeat(43)}` };
  const code = JSON.stringify({ code: "123456" });
  const read = async (asked) => {
    const answer = await asked;
    await answer.text();
    return answer.type === "opaque" ? "" : String(answer.status);
  };
  const load = (tag, properties) =>
    new Promise((done) => {
      const element = document.createElement(tag);
      element.onload = () => done("load");
      element.onerror = () => done("");
      document.documentElement.append(Object.assign(element, properties));
    });
  const hear = (source) =>
    new Promise((done) => {
      source.onopen = source.onmessage = () => done("open");
      source.onerror = () => done("");
    });
  const peek = async (opened) => {
    await new Promise((done) => setTimeout(done, 1500));
    try {
      return opened.document.body.innerText;
    } finally {
      opened.close();
    }
  };
  const hold = async (opened) => {
    await new Promise((done) => setTimeout(done, 1500));
    // To an opener that is cut off, the window seems to have been closed.
    return opened.closed ? "" : "holds";
  };
  const frame = (address) => {
    const element = document.createElement("iframe");
    element.src = address;
    document.documentElement.append(element);
    return element.contentWindow;
  };
  const submit = (action, properties, fields) => {
    const opened = open("about:blank", row);
    const form = document.createElement("form");
    Object.assign(form, { action, target: row, ...properties });
    for (const [name, value] of Object.entries(fields)) {
      form.append(Object.assign(document.createElement("input"), { name, value }));
    }
    document.documentElement.append(form);
    form.submit();
    return peek(opened);
  };
  const tell = (message) =>
    new Promise((done) => {
      addEventListener("message", ({ data }) => data.attacked === message && done(data.answer));
      postMessage({ attack: message }, "*");
    });
  const work = async (address) => {
    await navigator.serviceWorker.register("/worker.js");
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    active.postMessage(address, [port2]);
    return new Promise((done) => (port1.onmessage = ({ data }) => done(data)));
  };
  const send = (path, init) => chrome.runtime.sendMessage({ url: at(path), init });
  const forge = (id) => {
    const condition = { urlFilter: `row=${row}`, resourceTypes: ["xmlhttprequest"] };
    const requestHeaders = [
      { header: "Origin", operation: "set", value: ours },
      { header: "Sec-Fetch-Site", operation: "set", value: "none" },
    ];
    const action = { type: "modifyHeaders", requestHeaders };
    return chrome.declarativeNetRequest.updateSessionRules({
      removeRuleIds: [id],
      addRules: [{ id, condition, action }],
    });
  };
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far an attack came, and what its script could read of the answer, if anything.

    `reached` has the methods that arrived at the server, `route` if a route's code ran, and
    `summarizer` if the article came to it.
    """

    reached: frozenset[str] = frozenset()
    read: str = ""


def reach(*events: str, read: str = "") -> Outcome:
    return Outcome(frozenset(events), read)


NOTHING = reach()


@dataclass(frozen=True, slots=True)
class Attack:
    """One row of the table: an expression of JavaScript, and how far it comes.

    `loopback` and `public` are measured without the door: from a page that the browser counts as
    one of this machine, and of the public network, where Local Network Access helps. Firefox's own
    are given where they differ. `closed` is how far the door itself lets the attack come.
    """

    script: str
    loopback: Outcome
    public: Outcome = NOTHING
    firefox_loopback: Outcome | None = None
    firefox_public: Outcome | None = None
    closed: Outcome | None = None
    firefox_closed: Outcome | None = None

    def expect(self, browser: str, *, is_public: bool, is_open: bool) -> Outcome:
        """Return how far the attack comes in a browser, with the door open or closed."""
        outcome = self.public if is_public else self.loopback
        if browser == "firefox":
            special = self.firefox_public if is_public else self.firefox_loopback
            outcome = special or outcome
        if is_open:
            return outcome
        if browser == "firefox" and self.firefox_closed:
            return self.firefox_closed
        if self.closed:
            return self.closed
        # What asks first is not allowed to ask more; everything else knocks, and that is all.
        asks = {"OPTIONS"} if "OPTIONS" in outcome.reached else outcome.reached
        return Outcome(frozenset(asks) - {"route", "summarizer"})


def write_script(attacks: Mapping[str, Attack], port: int, telling: Collection[str] = ()) -> str:
    """Write an expression that runs attacks side by side: a promise of what each could read.

    `telling` names the rows that are expected to read anything.
    """
    rows = ",\n".join(
        f"{json.dumps(row)}: async (row) => {{ {PRELUDE} return {attack.script}; }}"
        for row, attack in attacks.items()
    )
    return f"""(async () => {{
      const port = {port}, story = {json.dumps(STORY)};
      const ours = "chrome-extension://{EXTENSION_ID}";
      const telling = {json.dumps(sorted(telling))};
      const late = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000, ""));
      const asked = Object.entries({{ {rows} }}).map(([row, attack]) =>
        [row, attack(row).catch(() => "")]);
      const expected = asked.filter(([row]) => telling.includes(row)).map(([, read]) => read);
      const grace = Promise.race([Promise.all(expected), late({MOST_SECONDS})])
        .then(() => late({GRACE_SECONDS}));
      const wait = async ([row, read]) => [row, (await Promise.race([read, grace])) || ""];
      return Object.fromEntries(await Promise.all(asked.map(wait)));
    }})()"""
