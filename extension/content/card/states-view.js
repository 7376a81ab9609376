/** Makes the contents of the card for each state. */
globalThis.nutgraf ??= {};

nutgraf.statesView ??= (() => {
  const { say, make, makeButton, showProgress } = nutgraf.elements;
  const { makeSource, makeOpeningNote, makeSections, makeNext } = nutgraf.about;
  const { makePoints, makeFallbackNote, makeUnfolder } = nutgraf.pointList;

  const SECONDS_PER_MINUTE = 60;

  /** How many grey lines stand for the points until the first one arrives. */
  const SKELETONS = 3;

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
    return makeButton("close", say("close"), actions.close, "×");
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
        makeButton("toggle", say("showFull"), () => actions.show("full"), say("full")),
        ...makeNext(about),
      ),
    ];
  }

  function makeFull(state, actions) {
    return [
      makeHeading(say("title")),
      makeUnfolder(state, actions),
      makeSaved(state),
      makeButton(
        "toggle",
        say("showSimplified"),
        () => actions.show("simplified"),
        say("simplified"),
      ),
      makeClose(actions),
      ...(state.settings.fold === "unfolded"
        ? [makePoints(state, actions), ...makeFallbackNote(state, state.points)]
        : []),
    ];
  }

  function makeFailed({ failure }, actions) {
    const { message, hint, command, button: remedy, again } = failure;
    return [
      makeHeading(message),
      makeClose(actions),
      make("p", { className: "hint", role: "alert" }, hint),
      ...(command ? [make("code", {}, command)] : []),
      make(
        "div",
        { className: "steps" },
        ...(remedy
          ? [makeButton("pair", remedy, () => actions.openSettings("pairing"), remedy)]
          : []),
        ...(again ? [makeButton("retry", say("retry"), actions.retry, say("retry"))] : []),
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
