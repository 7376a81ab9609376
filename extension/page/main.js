/**
 * One reading of one page: from the click that opens the card to the one that closes it.
 * The background asks the server; this side finds the article and shows the answer.
 */
globalThis.nutgraf ??= {};

(() => {
  if (nutgraf.toggle) return; // A click came twice.

  const { article, selection, moves, state: states, view: views, card: cards, marks } = nutgraf;

  /**
   * Browsers stop a background that hears nothing for 30 s, even while it waits for the server.
   * Only a message from a page counts in both browsers.
   */
  const PING_MS = 10_000;

  let session = null;
  let requests = 0;

  /** The path of the last page that was read here, and what its article said; null before it. */
  let past = null;

  function failure(code) {
    return { type: "error", error: { code } };
  }

  /** Find the article; where there is none, `cause` tells why. */
  function findArticle() {
    try {
      return { found: article.find(), cause: failure("not-article") };
    } catch (error) {
      if (error instanceof RangeError) return { found: null, cause: failure("page-too-large") };
      // Some pages are built in ways that Readability does not survive: to the reader they are
      // pages without an article.
      console.error(error);
      return { found: null, cause: failure("not-article") };
    }
  }

  function findSelection() {
    return { found: selection.find(), cause: failure("no-selection"), isPart: true };
  }

  /**
   * Say whether an update of the extension has cut this script off: every call of the browser's
   * then throws. Firefox does not run it any more.
   */
  function isCutOff() {
    return !chrome.runtime?.id;
  }

  /** Tell the background something. */
  async function notify(notice) {
    if (!isCutOff()) await chrome.runtime.sendMessage(notice);
  }

  /** Ask the background for the digest; each answer goes to `tell` with the request's number. */
  function ask(found, { request, settings }, tell) {
    const port = chrome.runtime.connect({ name: "digest" });
    const pings = setInterval(() => port.postMessage({ what: "ping" }), PING_MS);
    const stop = () => {
      clearInterval(pings);
      if (!isCutOff()) port.disconnect();
    };
    port.onMessage.addListener((answer) => {
      tell({ ...answer, request });
      if (answer.type === "done" || answer.type === "error") stop();
    });
    // Our own disconnect() does not come here: it was the background that went away.
    port.onDisconnect.addListener(() => {
      clearInterval(pings);
      notify({ what: "refused", code: "background-stopped" });
      tell({ ...failure("background-stopped"), request });
    });
    const paragraphs = found.paragraphs.map(({ text }) => text);
    port.postMessage({
      what: "digest",
      body: { title: found.title, lang: found.lang, paragraphs },
      choices: settings,
    });
    return stop;
  }

  /**
   * @param {string} style the text of card.css
   * @param {object} reader what the reader has chosen
   * @param {{found: ?object, cause: object, isPart: boolean, isSilent: boolean}} reading what to
   *     read, or why there is nothing. Beside a part of an article nothing is hidden; a silent one
   *     ends where another would show a failure, as nobody has asked for it.
   */
  function open(style, reader, { found, cause, isPart = false, isSilent = false }) {
    const actions = { close, retry: begin, show, source, settings, choose, always, digest };
    const card = cards.create(style, { ...reader, lang: found?.lang ?? "" }, actions);
    const view = found
      ? views.open(
          card.host,
          found.paragraphs.map(({ node }) => node),
        )
      : views.openInCorner(card.host);
    if (isPart && found) card.host.dataset.place = "selection";
    // A page that takes its card away must not keep the article that the card stands for.
    const watch = new ResizeObserver(() => card.host.isConnected || close());
    let state;
    let stop = () => {};

    function draw() {
      view.show(isPart ? "full" : state.view, () => card.draw(state));
    }

    function tell(event) {
      if (session) moved.look();
      if (session === null) return;
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

    function begin() {
      if (isCutOff()) return close();
      stop();
      state = states.start(++requests, state ?? reader);
      draw();
      if (found) stop = ask(found, state, tell);
      else {
        notify({ what: "refused", code: cause.error.code });
        tell(cause);
      }
    }

    function show(next) {
      marks.clear();
      if (!isPart) tell({ type: "view", view: next });
    }

    /** Bring the reader to the sentence that a point comes from. */
    function source(index) {
      const [{ paragraph, ...span }] = state.points[index].sources;
      show("full");
      const range = article.locate(found.paragraphs[paragraph], span);
      if (!range) return;
      marks.mark(range);
      view.scrollTo(range);
    }

    /** Take a choice of the reader's; another wording is asked for at once. */
    function choose(name, choice) {
      if (state.settings[name] === choice) return;
      notify({ what: "choose", name, choice });
      state = states.reduce(state, { type: "choose", name, choice });
      if (states.isWording(name)) {
        stop();
        state = states.restart(state, ++requests);
        stop = ask(found, state, tell);
      }
      hold();
    }

    /** Gather what can be copied, shared and read aloud. */
    function digest() {
      const { origin, pathname, search } = location;
      const points = state.points.map(({ text }) => text);
      return { title: found.title, url: origin + pathname + search, points };
    }

    /** Switch to the other view. */
    function switchView() {
      show(state.view === "full" ? "simplified" : "full");
    }

    function end() {
      watch.disconnect();
      moved.stop();
      stop();
      marks.clear();
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

    const isInPlace = found ? moves.keep(found.paragraphs) : () => true;
    const moved = moves.watch(isInPlace, leave);
    past = { path: location.pathname, text: found ? moves.read(found) : "" };
    session = { end, switchView, host: card.host };
    begin();
    watch.observe(card.host);
  }

  function close() {
    session.end();
    session = null;
    notify({ what: "closed" });
  }

  /** Close the card of an article that the site has left: the next one may have to open by itself. */
  function leave() {
    past.path = null;
    close();
    notify({ what: "moved" });
  }

  chrome.runtime.onMessage.addListener(({ what }) => {
    if (what === "toggle-view") session?.switchView();
  });

  /**
   * Open the card, or close it.
   * @param {string} style the text of the card's style sheets
   * @param {object} reader as of background/card.js
   */
  nutgraf.toggle = (style, reader) => {
    // A site that shows its next story without a page load takes the card away with the last one.
    const isOpen = session?.host.isConnected;
    if (session) close();
    if (!isOpen) open(style, reader, findArticle());
  };

  /** Open the card for what is selected. */
  nutgraf.shorten = (style, reader) => {
    if (session) close();
    open(style, reader, findSelection());
  };

  /** Open the card as the reader wants it on this site, once for each page, where it has an article. */
  nutgraf.openByItself = async (style, reader) => {
    const { pathname } = location;
    if (session || past?.path === pathname) return;
    const last = past;
    past = { path: pathname, text: last?.text ?? "" };
    const find = () => findArticle().found;
    const found = last ? await moves.arrive(find, last.text) : find();
    if (!found || session || past.path !== location.pathname) return;
    open(style, reader, { found, isSilent: true });
  };
})();
