/**
 * A page that listens to all that can be heard in it: whatever an extension says to a page, or does
 * with the page's own objects, lands in `heard`. It runs before everything else of the page.
 */
globalThis.heard = [];

{
  const push = Array.prototype.push.bind(globalThis.heard);
  const stringify = JSON.stringify;
  const isBusy = { now: false };

  /** Write down a value as text, with what it holds. Our own work is not heard again. */
  const note = (value) => {
    if (isBusy.now) return;
    isBusy.now = true;
    try {
      push(typeof value === "string" ? value : (stringify(value) ?? String(value)));
    } catch {
      push(String(value?.constructor?.name));
    } finally {
      isBusy.now = false;
    }
  };

  const bug = (owner, name) => {
    const original = owner[name];
    owner[name] = function (...values) {
      values.forEach(note);
      return Reflect.apply(original, this, values);
    };
  };
  bug(globalThis, "fetch");
  bug(globalThis, "postMessage");
  bug(globalThis, "structuredClone");
  bug(globalThis, "setTimeout");
  bug(JSON, "parse");
  bug(JSON, "stringify");
  bug(Object, "assign");
  bug(Array.prototype, "push");
  bug(Array.prototype, "map");
  bug(String.prototype, "replace");
  bug(String.prototype, "split");
  bug(RegExp.prototype, "exec");
  bug(Promise.prototype, "then");
  bug(TextDecoder.prototype, "decode");
  bug(MessagePort.prototype, "postMessage");
  bug(EventTarget.prototype, "dispatchEvent");
  bug(EventTarget.prototype, "addEventListener");
  bug(Element.prototype, "append");
  bug(Element.prototype, "setAttribute");
  bug(Element.prototype, "attachShadow");
  bug(Headers.prototype, "append");
  bug(CustomElementRegistry.prototype, "define");
  bug(Storage.prototype, "setItem");

  // An object without such a field of its own would find ours.
  for (const name of ["token", "port", "code", "Authorization", "authorization", "headers"]) {
    Object.defineProperty(Object.prototype, name, {
      set(value) {
        note(value);
        Object.defineProperty(this, name, { value, writable: true, configurable: true });
      },
      get: () => undefined,
      configurable: true,
    });
  }

  for (const name of Object.keys(globalThis).filter((key) => key.startsWith("on"))) {
    addEventListener(name.slice(2), (event) => note(event.data ?? event.detail ?? ""), true);
  }

  const watch = (root) =>
    new MutationObserver(() => {
      note(root.innerHTML ?? root.documentElement.outerHTML);
      const inside = document.querySelector("nutgraf-card")?.shadowRoot;
      if (inside && inside !== root && !inside.isWatched) {
        inside.isWatched = true;
        note(inside.innerHTML);
        watch(inside);
      }
    }).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  watch(document);
}

/** Look, once, into every place of the page where an extension might have left something. */
globalThis.search = async () =>
  [
    document.documentElement.outerHTML,
    document.querySelector("nutgraf-card")?.shadowRoot?.innerHTML,
    document.cookie,
    location.href,
    ...Object.values(localStorage),
    ...Object.values(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...performance.getEntries().map(({ name }) => name),
    ...Object.getOwnPropertyNames(globalThis),
  ].map(String);
