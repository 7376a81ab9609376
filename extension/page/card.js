/**
 * Draws the state into an open shadow root. What the server and the page say goes in as text
 * only, never as markup.
 */
globalThis.nutgraf ??= {};

nutgraf.card = (() => {
  const { page, outward } = nutgraf.text;
  const { say, make } = nutgraf.parts;

  /** Say whether the page behind the card is dark, from the nearest background that is painted. */
  function isDark(node) {
    for (const element of outward(node)) {
      const color = getComputedStyle(element).backgroundColor;
      const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
      // Relative luminance, as in WCAG 2.2, without its gamma: near enough to tell night from day.
      if (color.startsWith("rgb") && alpha > 0.5)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 110;
    }
    const schemes = getComputedStyle(page.documentElement).colorScheme;
    return schemes.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches;
  }

  /** Make the element that stands in the page, and the shadow root that holds the card. */
  function makeHost() {
    const attach = (host) => ({ host, root: host.attachShadow({ mode: "open" }) });
    try {
      return attach(make("nutgraf-card"));
    } catch {
      // The page has defined an element of this name, one with a shadow root of its own.
      return attach(make("div"));
    }
  }

  /**
   * Make the card.
   * @param {string} style the text of card.css
   * @param {Object<string, Function>} actions close, retry, show, source and settings
   * @returns {{host: Element, draw: (state: object) => void}}
   */
  function create(style, actions) {
    const { host, root } = makeHost();
    const section = make("section", { lang: say("language") });
    section.setAttribute("aria-labelledby", "title");
    // Under a page's content security policy Firefox drops a style that is parsed, or appended as
    // a text node; it keeps one that is set.
    root.append(make("style", { textContent: style }), section);

    /** Move the bar of a card that waits: drawn anew, it would begin to pulse anew. */
    function drawProgress({ done, total }) {
      if (total) Object.assign(section.querySelector("progress"), { max: total, value: done });
    }

    function draw(state) {
      if (state.phase === "working" && host.dataset.state === "working") {
        return drawProgress(state.progress);
      }
      host.dataset.state = state.phase;
      host.dataset.view = state.view;
      if (state.failure) host.dataset.error = state.failure.code;
      else delete host.dataset.error;
      host.dataset.theme = isDark(host.parentElement) ? "dark" : "light";
      section.ariaBusy = String(nutgraf.state.isWaiting(state));
      const focused = root.activeElement?.className;
      section.replaceChildren(...nutgraf.faces.contents(state, actions));
      // The button that was pressed has gone with its view: its twin takes the focus.
      if (focused) section.querySelector(`.${focused}`)?.focus({ preventScroll: true });
    }
    return { host, draw };
  }

  return { create };
})();
