/**
 * One reading of one page: from the click that opens the card to the one that closes it.
 * The background asks the server; this side shows the answer.
 */
globalThis.nutgraf ??= {};

nutgraf.session ??= (() => {
  const { article, navigation, state: states, view: views, card: cards, highlight } = nutgraf;
  const { isCutOff, notify, connect, ask } = nutgraf.messaging;

  let requests = 0;

  /**
   * Open the card, and read.
   * @param {string} style the text of the card's style sheets
   * @param {object} reader as of background/inject.js
   * @param {{found: ?object, cause: object, port: ?object, isPart: boolean, isSilent: boolean}}
   *     what there is to read, or why there is nothing, and a port that is open to ask on. Beside a
   *     part of an article nothing is hidden; a silent one ends where another would show a failure,
   *     as nobody has asked for it.
   * @param {{close: () => void, leave: () => void}} owner to be told that the reader, or else the
   *     site, is done with the article; it then calls `end`
   * @returns {{host: Element, end: () => void, switchView: () => void}}
   */
  function open(style, reader, what, { close, leave }) {
    const { found, cause, port = null, isPart = false, isSilent = false } = what;
    let state;
    let stop = () => {};
    let isOver = false;
    let marked = null; // What the reader was led to; a hint only passes over it.
    // The server reads while the card is made.
    start(port);
    const actions = { close, retry, show, source, hint, settings, choose, always, digest };
    const about = nutgraf.about.gather(found);
    const card = cards.create(style, { ...reader, lang: found?.lang ?? "", about }, actions);
    const view = found
      ? views.open(
          card.host,
          found.paragraphs.map(({ node }) => node),
        )
      : views.openInCorner(card.host);
    if (isPart && found) card.host.dataset.place = "selection";
    // A page that takes its card away must not keep the article that the card stands for.
    const watch = new ResizeObserver(() => card.host.isConnected || close());

    function draw() {
      // Until the server has begun it may refuse: a card that nobody asked for would come and go.
      if (isSilent && state.phase === "working" && !state.progress.total) return;
      view.show(isPart ? "full" : state.view, () => card.draw(state));
    }

    function tell(event) {
      if (!isOver) moved.look();
      if (isOver) return;
      if (event.type === "error" && isSilent && !state.summary) return close();
      const { next, view: shown } = state;
      state = states.reduce(state, event);
      if (next && state.view === shown) hold();
      else draw();
    }

    /** Draw what the reader has changed in the card: the page stays where it is. */
    function hold() {
      view.hold(card.findAnchor(), () => card.draw(state));
    }

    function start(port) {
      state = states.start(++requests, state ?? reader);
      if (found) stop = ask(port ?? connect(), found, state, tell);
      else port?.disconnect();
    }

    /** Show that the server was asked, or why it was not. */
    function begin() {
      draw();
      if (found) return;
      notify({ what: "refused", code: cause.error.code });
      tell(cause);
    }

    function retry() {
      if (isCutOff()) return close();
      stop();
      start(null);
      begin();
    }

    function show(next) {
      marked = null;
      highlight.clear();
      card.back.take();
      if (!isPart) tell({ type: "view", view: next });
    }

    /** Find the sentence that a point or line comes from. */
    function locate({ sources: [{ paragraph, ...span }] }) {
      return article.locate(found.paragraphs[paragraph], span);
    }

    /** Find a line in the card: another wording has other lines, and folded ones are not there. */
    function findLine(line) {
      return card.findLine([...state.points, ...state.sections].indexOf(line));
    }

    /** Bring the reader to the sentence of a line, and offer the way back. */
    function source(line) {
      const { view: last } = state;
      const { top } = findLine(line).getBoundingClientRect();
      show("full");
      marked = locate(line);
      if (!marked) return;
      highlight.mark(marked);
      view.scrollTo(marked);
      card.back.offer(() => {
        show(last);
        const part = findLine(line);
        view.bringTo(part, top);
        card.focus(part);
      });
    }

    /** Mark the sentence of the line that the reader points at; null for none. */
    function hint(line) {
      if (state.view === "simplified" && !isPart) return;
      const range = line ? locate(line) : marked;
      if (range) highlight.mark(range);
      else highlight.clear();
    }

    /** Take a choice of the reader's; another wording is asked for at once. */
    function choose(name, choice) {
      if (state.settings[name] === choice) return;
      notify({ what: "choose", name, choice });
      state = states.reduce(state, { type: "choose", name, choice });
      if (states.isWording(name)) {
        stop();
        state = states.restart(state, ++requests);
        stop = ask(connect(), found, state, tell);
      }
      hold();
    }

    /** Gather what can be copied, shared and read aloud: what the card shows. */
    function digest() {
      const { origin, pathname, search } = location;
      const points = state.points.map(({ text }) => text);
      const sections = nutgraf.about
        .pair(about, state)
        .map(({ title, part: { text } }) => ({ title, text }));
      return { title: found.title, url: origin + pathname + search, points, sections };
    }

    /** Switch to the other view. */
    function switchView() {
      show(state.view === "full" ? "simplified" : "full");
    }

    function end() {
      isOver = true;
      watch.disconnect();
      moved.stop();
      stop();
      highlight.clear();
      card.close();
      view.close();
    }

    /** Open the settings, which only the background may. */
    function settings(section) {
      notify({ what: "settings", section });
    }

    /** Have this site always in short, which the reader confirms in the settings. */
    function always() {
      notify({ what: "always" });
    }

    watch.observe(card.host);
    const isInPlace = found ? navigation.keep(found.paragraphs) : () => true;
    const moved = navigation.watch(isInPlace, leave);
    return { host: card.host, begin, end, switchView };
  }

  return { open };
})();
