/**
 * Draws the state into an open shadow root. What the server and the page say goes in as text
 * only, never as markup.
 */
globalThis.nutgraf ??= {};

nutgraf.card ??= (() => {
  const { page } = nutgraf.domText;
  const { say, make, showProgress } = nutgraf.elements;

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

  /** Put these elements into a box; one that stands there already stays, with what it has open. */
  function fill(box, elements) {
    for (const old of [...box.children]) if (!elements.includes(old)) old.remove();
    elements.forEach((element, place) => {
      const there = box.children[place] ?? null;
      if (there !== element) box.insertBefore(element, there);
    });
  }

  /**
   * Make the card.
   * @param {string} style the text of the card's style sheets
   * @param {object} reader as of background/inject.js, with `lang`, the language tag of the
   *     article, and `about`, what about.js has gathered of it
   * @param {Object<string, Function>} actions close, retry, show, source, hint, settings, choose,
   *     always and digest
   */
  function create(style, reader, actions) {
    const { host, root } = makeHost();
    const section = make("section", { lang: say("language"), dir: say("direction") });
    section.setAttribute("aria-labelledby", "title");
    // Under a page's content security policy Firefox drops a style that is parsed, or appended as
    // a text node; it keeps one that is set.
    root.append(make("style", { textContent: style }), section);
    const tools = nutgraf.toolbar.create(reader, actions, root);
    const back = nutgraf.backButton.create(root);
    const before = page.activeElement;
    let { theme } = reader.settings;
    const unwatch = nutgraf.theme.watch(paint);

    function paint() {
      if (host.isConnected) host.dataset.theme = nutgraf.theme.find(theme, host.parentElement);
    }

    /** Move the bar of a card that waits: drawn anew, it would begin to pulse anew. */
    function drawProgress({ progress }) {
      section.querySelector(".status").textContent = nutgraf.statesView.sayProgress(progress);
      showProgress(section.querySelector("progress"), progress);
    }

    /** Let the twin of the button that had the focus have it, or else what heads the card. */
    function keepFocus(focused) {
      if (!focused || root.activeElement) return;
      const twin =
        section.querySelector(`.${focused.className}`) ?? section.querySelector("h2, .status");
      twin?.focus({ preventScroll: true });
    }

    /** Find one of the lines, as they stand in the card; null where it is not shown. */
    function findLine(place) {
      return section.querySelectorAll(".point")[place] ?? null;
    }

    /** Give the focus to a part of the card, or else to the heading. */
    function focus(part) {
      (part ?? section.querySelector("h2")).focus({ preventScroll: true });
    }

    function draw(state) {
      if (state.phase === "working" && host.dataset.state === "working") {
        return drawProgress(state);
      }
      host.dataset.state = state.phase;
      host.dataset.view = state.view;
      if (state.failure) host.dataset.error = state.failure.code;
      else delete host.dataset.error;
      ({ theme } = state.settings);
      paint();
      host.dataset.size = state.settings.size;
      section.ariaBusy = String(nutgraf.state.isWaiting(state));
      const focused = root.activeElement;
      fill(section, nutgraf.statesView.contents(state, actions, tools.element, reader.about));
      tools.update(state);
      keepFocus(focused);
    }

    /** Find what the reader works with: the tool that has the focus, or else the card. */
    function findAnchor() {
      return tools.element.contains(root.activeElement) ? root.activeElement : host;
    }

    /** End what goes on in the card, and give the focus back to what had it. */
    function close() {
      unwatch();
      tools.close();
      back.take();
      if (root.activeElement) before?.focus({ preventScroll: true });
    }

    return { host, draw, findAnchor, findLine, focus, back, close };
  }

  return { create };
})();
