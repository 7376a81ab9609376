/** What the card shows in each state: an array of elements for its section. */
globalThis.nutgraf ??= {};

nutgraf.statesView ??= (() => {
  const { say, sayFailure, make, button, showProgress } = nutgraf.elements;
  const { line, note, sections, next } = nutgraf.about;
  const { points, fallback, unfolder } = nutgraf.pointList;

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
    "front-page",
    "search-page",
    "video-page",
    "no-selection",
    "page-too-large",
    "not_english",
    "too_short",
    "empty",
    "too_large",
  ]);

  function saved({ summary }) {
    const span = make("span", { className: "saved" }, say("working"));
    if (summary) {
      const { article, digest, sections = 0 } = summary.reading_seconds;
      const minutes = Math.round((article - digest - sections) / 60);
      span.textContent = minutes < 1 ? say("savedSeconds") : say("savedMinutes", String(minutes));
    }
    return span;
  }

  function closeButton(actions) {
    return button("close", say("close"), actions.close, "×");
  }

  /** The heading. It can have the focus, where nothing else is left that had it. */
  function heading(text) {
    return make("h2", { id: "title", className: "title", tabIndex: -1 }, text);
  }

  function sayProgress({ isQueued }) {
    return isQueued ? say("queued") : say("working");
  }

  function working({ progress }, actions) {
    const bar = make("progress", { ariaLabel: say("working") });
    showProgress(bar, progress);
    return [
      make("p", { className: "status", role: "status", tabIndex: -1 }, sayProgress(progress)),
      closeButton(actions),
      bar,
      ...["", "", ""].map(() => make("div", { className: "skeleton", ariaHidden: "true" })),
    ];
  }

  function simplified(state, actions, tools, about) {
    return [
      make("p", { className: "kicker" }, say("kicker")),
      heading(say("title")),
      closeButton(actions),
      line(about, state),
      tools,
      ...note(about),
      points(state, actions),
      ...sections(about, state, actions),
      ...fallback(state, [...state.points, ...state.sections]),
      make(
        "footer",
        {},
        saved(state),
        button("toggle", say("showFull"), () => actions.show("full"), say("full")),
        ...next(about),
      ),
    ];
  }

  function full(state, actions) {
    return [
      heading(say("title")),
      unfolder(state, actions),
      saved(state),
      button("toggle", say("showSimplified"), () => actions.show("simplified"), say("simplified")),
      closeButton(actions),
      ...(state.settings.fold === "unfolded"
        ? [points(state, actions), ...fallback(state, state.points)]
        : []),
    ];
  }

  function failed({ failure }, actions) {
    const { code, hint, port, command } = failure;
    const key = code.replaceAll("-", "_");
    const remedy = REMEDIES[key];
    return [
      heading(sayFailure(failure)),
      closeButton(actions),
      make("p", { className: "hint", role: "alert" }, say(`${key}_hint`, String(port)) || hint),
      ...(command ? [make("code", {}, command)] : []),
      make(
        "div",
        { className: "steps" },
        ...(remedy ? [button("pair", remedy, () => actions.settings("pairing"), remedy)] : []),
        ...(FINAL.has(code) ? [] : [button("retry", say("retry"), actions.retry, say("retry"))]),
      ),
    ];
  }

  /**
   * Make what the card shows.
   * @param {import("./state.js").State} state
   * @param {Object<string, Function>} actions as of card.js
   * @param {Element} tools of toolbar.js
   * @param {import("./about.js").About} about
   * @returns {Element[]}
   */
  function contents(state, actions, tools, about) {
    if (state.phase === "working") return working(state, actions);
    if (state.phase === "error") return failed(state, actions);
    return state.view === "full" ? full(state, actions) : simplified(state, actions, tools, about);
  }

  return { contents, sayProgress };
})();
