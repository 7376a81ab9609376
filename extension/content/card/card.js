/**
 * Draws the state into an open shadow root. Text of the server and the page is inserted as text
 * only, never as markup.
 *
 * @typedef {object} Reader what the card must know about its reader; background/inject.js reads it
 * @property {Object<string, string>} settings by name
 * @property {[string, string[]][]} choices the settings and their values, in display order
 * @property {string} shortcut "" if the reader has removed it
 * @property {boolean} isAlways whether the card opens by itself on this site
 * @property {Object<string, Failure>} failures that a script in a page can find, by code
 *
 * @typedef {object} Actions what the reader can do in the card
 * @property {() => void} close
 * @property {() => void} retry
 * @property {(view: View) => void} show
 * @property {(line: object) => void} goToSource takes the reader to the sentence of a line
 * @property {(line: ?object) => void} previewSource highlights it while the reader points at the line
 * @property {(name: string, choice: string) => void} choose
 * @property {() => Digest} readDigest
 * @property {(section?: string) => void} openSettings
 * @property {() => void} openAlways opens the settings, to confirm that this site always opens in short
 */
globalThis.nutgraf ??= {};

nutgraf.card ??= (() => {
  const { page } = nutgraf.dom;
  const { say, make, showProgress } = nutgraf.elements;
  const { makeContents, sayProgress } = nutgraf.statesView;

  /** Make the element in the page, and the shadow root that holds the card. */
  function makeHost() {
    const attach = (host) => ({ host, root: host.attachShadow({ mode: "open" }) });
    try {
      return attach(make("nutgraf-card"));
    } catch {
      // The page has defined an element of this name, with a shadow root of its own.
      return attach(make("div"));
    }
  }

  /** Make these elements the children of a box. Those that are already there stay, with their state. */
  function replaceChildren(box, elements) {
    for (const old of [...box.children]) if (!elements.includes(old)) old.remove();
    elements.forEach((element, place) => {
      const present = box.children[place] ?? null;
      if (present !== element) box.insertBefore(element, present);
    });
  }

  /**
   * Make the card.
   * @param {string} style the text of the card's style sheets
   * @param {Reader & {lang: string, about: About}} reader with the language tag of the article
   * @param {Actions} actions
   */
  function create(style, reader, actions) {
    const { host, root } = makeHost();
    const section = make("section", { lang: say("language"), dir: say("direction") });
    section.setAttribute("aria-labelledby", "title");
    // Under a page's content security policy Firefox drops a style that is parsed or appended as a
    // text node, but keeps one whose `textContent` is set.
    root.append(make("style", { textContent: style }), section);
    const toolbar = nutgraf.toolbar.create(reader, actions, root);
    const back = nutgraf.backButton.create(root);
    const before = /** @type {?HTMLElement} */ (page.activeElement);
    let { theme } = reader.settings;
    const unwatch = nutgraf.theme.watch(paint);

    function paint() {
      if (host.isConnected) host.dataset.theme = nutgraf.theme.find(theme, host.parentElement);
    }

    /** Update the progress bar in place: a new one would restart its animation. */
    function drawProgress({ progress }) {
      section.querySelector(".status").textContent = sayProgress(progress);
      showProgress(section.querySelector("progress"), progress);
    }

    /** Give the focus to the new version of the button that had it, or else to the heading. */
    function keepFocus(focused) {
      if (!focused || root.activeElement) return;
      /** @type {?HTMLElement} */
      const successor =
        section.querySelector(`.${focused.className}`) ?? section.querySelector("h2, .status");
      successor?.focus({ preventScroll: true });
    }

    /** Find one of the lines by its index in the card; null if it is not shown. */
    function findLine(place) {
      /** @type {NodeListOf<HTMLElement>} */
      const lines = section.querySelectorAll(".point");
      return lines[place] ?? null;
    }

    /** Focus a part of the card, or the heading if it is null. */
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
      replaceChildren(section, makeContents(state, actions, toolbar.element, reader.about));
      toolbar.update(state);
      keepFocus(focused);
    }

    /** Find what the reader is using: the focused part of the toolbar, or else the card. */
    function findAnchor() {
      return toolbar.element.contains(root.activeElement) ? root.activeElement : host;
    }

    /** Stop everything in the card, and return the focus to the element that had it. */
    function close() {
      unwatch();
      toolbar.close();
      back.remove();
      if (root.activeElement) before?.focus({ preventScroll: true });
    }

    return { host, draw, findAnchor, findLine, focus, back, close };
  }

  return { create };
})();
