/** Makes the contents of the card for each state. */
globalThis.nutgraf ??= {};

nutgraf.statesView ??= (() => {
  const { say, sayFailure, make, button, showProgress } = nutgraf.elements;
  const { makeSource, makeOpeningNote, makeSections, makeNext } = nutgraf.about;
  const { makePoints, makeFallbackNote, makeUnfolder } = nutgraf.pointList;

  const SECONDS_PER_MINUTE = 60;

  /** How many grey lines stand for the points until the first one arrives. */
  const SKELETONS = 3;

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

  function makeSaved({ summary }) {
    const span = make("span", { className: "saved" }, say("working"));
    if (summary) {
      const { article, digest, sections = 0 } = summary.reading_seconds;
      const minutes = Math.round((article - digest - sections) / SECONDS_PER_MINUTE);
      span.textContent = minutes < 1 ? say("savedSeconds") : say("savedMinutes", String(minutes));
    }
    return span;
  }

  function makeClose(actions) {
    return button("close", say("close"), actions.close, "×");
  }

  /** Make the heading. It gets the focus if the element that had it is gone. */
  function makeHeading(text) {
    return make("h2", { id: "title", className: "title", tabIndex: -1 }, text);
  }

  function sayProgress({ isQueued }) {
    return isQueued ? say("queued") : say("working");
  }

  function makeSkeleton() {
    return make("div", { className: "skeleton", ariaHidden: "true" });
  }

  function makeWorking({ progress }, actions) {
    const bar = make("progress", { ariaLabel: say("working") });
    showProgress(bar, progress);
    return [
      make("p", { className: "status", role: "status", tabIndex: -1 }, sayProgress(progress)),
      makeClose(actions),
      bar,
      ...Array.from({ length: SKELETONS }, makeSkeleton),
    ];
  }

  function makeSimplified(state, actions, toolbar, about) {
    return [
      make("p", { className: "kicker" }, say("kicker")),
      makeHeading(say("title")),
      makeClose(actions),
      makeSource(about, state),
      toolbar,
      ...makeOpeningNote(about),
      makePoints(state, actions),
      ...makeSections(about, state, actions),
      ...makeFallbackNote(state, [...state.points, ...state.sections]),
      make(
        "footer",
        {},
        makeSaved(state),
        button("toggle", say("showFull"), () => actions.show("full"), say("full")),
        ...makeNext(about),
      ),
    ];
  }

  function makeFull(state, actions) {
    return [
      makeHeading(say("title")),
      makeUnfolder(state, actions),
      makeSaved(state),
      button("toggle", say("showSimplified"), () => actions.show("simplified"), say("simplified")),
      makeClose(actions),
      ...(state.settings.fold === "unfolded"
        ? [makePoints(state, actions), ...makeFallbackNote(state, state.points)]
        : []),
    ];
  }

  function makeFailed({ failure }, actions) {
    const { code, hint, port, command } = failure;
    const key = code.replaceAll("-", "_");
    const remedy = REMEDIES[key];
    return [
      makeHeading(sayFailure(failure)),
      makeClose(actions),
      make("p", { className: "hint", role: "alert" }, say(`${key}_hint`, String(port)) || hint),
      ...(command ? [make("code", {}, command)] : []),
      make(
        "div",
        { className: "steps" },
        ...(remedy ? [button("pair", remedy, () => actions.openSettings("pairing"), remedy)] : []),
        ...(FINAL.has(code) ? [] : [button("retry", say("retry"), actions.retry, say("retry"))]),
      ),
    ];
  }

  /**
   * Make the children of the card.
   * @param {State} state
   * @param {Actions} actions
   * @param {Element} toolbar
   * @param {About} about
   * @returns {Element[]}
   */
  function makeContents(state, actions, toolbar, about) {
    if (state.phase === "working") return makeWorking(state, actions);
    if (state.phase === "error") return makeFailed(state, actions);
    if (state.view === "full") return makeFull(state, actions);
    return makeSimplified(state, actions, toolbar, about);
  }

  return { makeContents, sayProgress };
})();
