"""One click on a fresh page, timed by one clock: that of the machine, which its browser shares."""

import time
from contextlib import closing
from dataclasses import dataclass

from tests.support.browser.chromium import Chromium, ChromiumTab

# Chromium refuses scripts for a moment after a page load. A reader has begun to read by then.
SETTLE_SECONDS = 0.6
# The page looks in every frame. The one that has the card, or the point, is painted when a task
# that was sent from it runs.
WATCH = """(() => {
  const watch = (find) => new Promise((resolve) => {
    const look = () => {
      const root = document.querySelector("nutgraf-card")?.shadowRoot;
      if (!root || !find(root)?.getClientRects().length) return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
      port2.postMessage(null);
    };
    requestAnimationFrame(look);
  });
  globalThis.shown = Promise.all([
    watch((root) => root.querySelector("h2, .status")),
    watch((root) => root.querySelector(".point")),
  ]);
  return performance.timeOrigin + performance.now();
})()"""
# The background's calls, and what the server says of its work: heard beside the one who asked.
LISTEN = """() => {
  const send = globalThis.fetch;
  const now = () => performance.timeOrigin + performance.now();
  globalThis.calls = [];
  globalThis.fetch = async (url, options) => {
    const call = { url: String(url), sent: now() };
    globalThis.calls.push(call);
    const response = await send(url, options);
    call.answered = now();
    if (call.url.endsWith("/v1/digest")) hear(response.clone(), call).catch(() => {});
    return response;
  };
  const hear = async (response, call) => {
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      if (text.includes('"type":"point"')) call.point ??= now();
      call.worked ??= Number(/"timing_ms":(\\d+)/.exec(text)?.[1] ?? NaN) || undefined;
    }
  };
}"""
# The point can be painted before the last line has come, which says how long the server worked.
ASKED = """async () => {
  const [call] = globalThis.calls.filter(({ url }) => url.endsWith("/v1/digest"));
  while (call.worked === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  return call;
}"""


@dataclass(frozen=True, slots=True)
class Wait:
    """What passed, in milliseconds since the click; `worked` is the server's part of it."""

    card: float
    asked: float
    worked: float
    point: float

    @property
    def rest(self) -> float:
        return self.point - self.worked


def listen(browser: Chromium) -> None:
    """Have the background note its calls from now on."""
    browser.context.service_workers[0].evaluate(LISTEN)


def click(browser: Chromium, url: str) -> Wait:
    """Open a page, press the button, and time what the reader sees."""
    with closing(browser.open(url)) as tab:
        tab.bring_to_front()
        time.sleep(SETTLE_SECONDS)
        return _time_click(browser, tab)


def _time_click(browser: Chromium, tab: ChromiumTab) -> Wait:
    worker = browser.context.service_workers[0]
    worker.evaluate("() => { globalThis.calls.length = 0; }")
    tab.evaluate(WATCH)
    target = browser.find_front()
    began = time.time() * 1000
    browser.press_on(target)
    card, point = tab.evaluate("shown")
    asked = worker.evaluate(ASKED)
    return Wait(card - began, asked["sent"] - began, asked["worked"], point - began)
