/**
 * Draws the state into an open shadow root. What the server and the page say goes in as text
 * only, never as markup.
 */
globalThis.nutgraf ??= {};

nutgraf.card = (() => {
  const { page, outward } = nutgraf.text;

  const say = (key, ...values) => chrome.i18n.getMessage(key, values);

  /** Failures that the settings of the server mend, with the label of the button that opens them. */
  const REMEDIES = {
    __proto__: null,
    not_paired: say("pair"),
    wrong_server: say("pair"),
    not_nutgraf: say("settings"),
  };

  /** Failures that the same click cannot mend: the page itself is what it is. */
  const FINAL = new Set([
    "not-article",
    "page-too-large",
    "not_english",
    "too_short",
    "empty",
    "too_large",
  ]);

  /** Make an element of the card. `children` are elements or plain text. */
  function make(tag, properties = {}, ...children) {
    const element = Object.assign(page.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  /** Only what the reader presses counts: the page's own script can reach the buttons, too. */
  function trusted(act) {
    return (event) => event.isTrusted && act();
  }

  function button(className, label, onclick, ...children) {
    return make(
      "button",
      { type: "button", className, ariaLabel: label, title: label, onclick: trusted(onclick) },
      ...children,
    );
  }

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

  function saved({ summary }) {
    const span = make("span", { className: "saved" }, say("working"));
    if (summary) {
      const { article, digest } = summary.reading_seconds;
      const minutes = Math.round((article - digest) / 60);
      span.textContent = minutes < 1 ? say("savedSeconds") : say("savedMinutes", String(minutes));
    }
    return span;
  }

  function closeButton(actions) {
    return button("close", say("close"), actions.close, "×");
  }

  function working(actions) {
    return [
      make("p", { className: "status", role: "status" }, say("working")),
      closeButton(actions),
      // Until it has a value the browser shows that the end is not known.
      make("progress", { ariaLabel: say("working") }),
      ...["", "", ""].map(() => make("div", { className: "skeleton", ariaHidden: "true" })),
    ];
  }

  function simplified(state, actions) {
    const items = state.points.map(({ text }, index) =>
      make(
        "li",
        {},
        make(
          "button",
          {
            type: "button",
            className: "point",
            title: say("source"),
            onclick: trusted(() => actions.source(index)),
          },
          text,
        ),
      ),
    );
    return [
      make("p", { className: "kicker" }, say("kicker")),
      make("h2", { id: "title" }, say("title")),
      closeButton(actions),
      make("ol", { className: "points", lang: "en" }, ...items),
      make(
        "footer",
        {},
        saved(state),
        button("settings", say("settings"), actions.settings, say("settings")),
        button("toggle", say("showFull"), () => actions.show("full"), say("full")),
      ),
    ];
  }

  function full(state, actions) {
    return [
      make("h2", { id: "title" }, say("title")),
      saved(state),
      button("toggle", say("showSimplified"), () => actions.show("simplified"), say("simplified")),
      closeButton(actions),
    ];
  }

  function failed({ failure: { code, message, hint, port, command } }, actions) {
    const key = code.replaceAll("-", "_");
    const remedy = REMEDIES[key];
    return [
      make("h2", { id: "title" }, say(`${key}_message`) || message),
      closeButton(actions),
      make("p", { className: "hint", role: "alert" }, say(`${key}_hint`, String(port)) || hint),
      ...(command ? [make("code", {}, command)] : []),
      make(
        "div",
        { className: "steps" },
        ...(remedy ? [button("pair", remedy, actions.pair, remedy)] : []),
        ...(FINAL.has(code) ? [] : [button("retry", say("retry"), actions.retry, say("retry"))]),
      ),
    ];
  }

  function contents(state, actions) {
    if (state.phase === "working") return working(actions);
    if (state.phase === "error") return failed(state, actions);
    return state.view === "full" ? full(state, actions) : simplified(state, actions);
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
   * @param {Object<string, Function>} actions close, retry, show, source, settings and pair
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
      section.replaceChildren(...contents(state, actions));
      // The button that was pressed has gone with its view: its twin takes the focus.
      if (focused) section.querySelector(`.${focused}`)?.focus({ preventScroll: true });
    }
    return { host, draw };
  }

  return { create };
})();
