/**
 * One article, from the click that opens its card to the one that closes it. The background asks
 * the server; this side shows the answer.
 *
 * @typedef {object} Target what to shorten
 * @property {?Article} found null if there is nothing to shorten
 * @property {{error: {code: string}}} [cause] why `found` is null
 * @property {?object} [port] an open port to ask on
 * @property {boolean} [isPart] whether it is a selection: the rest of the article stays visible
 * @property {boolean} [isSilent] whether the card opened by itself: it closes instead of showing a
 *     failure that nobody asked to see
 */
globalThis.nutgraf ??= {};

nutgraf.session ??= (() => {
  const { article, navigation, highlight } = nutgraf;
  const { ArticleView, CornerView } = nutgraf.view;
  const { isCutOff, notify, connect, ask } = nutgraf.messaging;

  let requests = 0;

  class Session {
    #target;
    #about;
    #state;
    #card;
    #view;
    #navigation;
    #cardWatch;
    #failures;
    #stopAsking = () => {};
    #isOver = false;
    /** The sentence that the reader was led to; a preview replaces its highlight for a while. */
    #source = null;
    #close;

    /**
     * Make the card, and ask for the digest.
     * @param {string} style the text of the card's style sheets
     * @param {Reader} reader
     * @param {Target} target
     * @param {{close: () => void, leave: () => void}} owner called when the reader, or else the
     *     site, is done with the article; it then calls `end`
     */
    constructor(style, reader, target, { close, leave }) {
      const { found, port = null, isPart } = target;
      this.#target = target;
      this.#close = close;
      this.#failures = reader.failures;
      const isInPlace = found ? navigation.sample(found.paragraphs) : () => true;
      this.#navigation = navigation.watch(isInPlace, leave);
      // The server works while the card is made.
      this.#start(port, reader);
      this.#about = nutgraf.about.gather(found);
      const article = { lang: found?.lang ?? "", about: this.#about };
      this.#card = nutgraf.card.create(style, { ...reader, ...article }, this.#makeActions());
      const { host } = this.#card;
      if (found) {
        this.#view = new ArticleView(
          host,
          found.paragraphs.map(({ node }) => node),
        );
      } else this.#view = new CornerView(host);
      if (isPart && found) host.dataset.place = "selection";
      // A page that removes its card must get its article back.
      this.#cardWatch = new ResizeObserver(() => host.isConnected || close());
      this.#cardWatch.observe(host);
    }

    get host() {
      return this.#card.host;
    }

    /**
     * Whether it opened by itself and nothing is seen of it yet: until the server starts it may
     * refuse, and a card that nobody asked for would flash up.
     */
    get isUnseen() {
      const { phase, progress } = this.#state;
      return Boolean(this.#target.isSilent) && phase === "working" && !progress.total;
    }

    /** Show that the server is working, or why it was not asked. */
    begin() {
      const { found, cause } = this.#target;
      this.#draw();
      if (found) return;
      notify({ what: "refused", code: cause.error.code });
      this.#apply(cause);
    }

    switchView() {
      this.#show(this.#state.view === "full" ? "simplified" : "full");
    }

    /** Remove the card and stop asking. */
    end() {
      this.#isOver = true;
      this.#cardWatch.disconnect();
      this.#navigation.stop();
      this.#stopAsking();
      highlight.clear();
      this.#card.close();
      this.#view.close();
    }

    /** @returns {Actions} */
    #makeActions() {
      return {
        close: this.#close,
        retry: () => this.#retry(),
        show: (view) => this.#show(view),
        goToSource: (line) => this.#goToSource(line),
        previewSource: (line) => this.#previewSource(line),
        choose: (name, choice) => this.#choose(name, choice),
        readDigest: () => this.#readDigest(),
        openSettings: (section) => notify({ what: "settings", section }),
        openAlways: () => notify({ what: "always" }),
      };
    }

    /** Begin a new request, on an open port or a new one. */
    #start(port, { settings }) {
      this.#state = nutgraf.state.start(++requests, { settings });
      if (this.#target.found) this.#ask(port ?? connect());
      else port?.disconnect();
    }

    #ask(port) {
      const { found } = this.#target;
      this.#stopAsking = ask(port, found, this.#state, (event) => this.#apply(event));
    }

    #retry() {
      if (isCutOff()) return this.#close();
      this.#stopAsking();
      this.#start(null, this.#state);
      this.begin();
    }

    /** Apply an event to the state, and show the result. */
    #apply(event) {
      if (!this.#isOver) this.#navigation.check();
      if (this.#isOver) return;
      const { isSilent } = this.#target;
      if (event.type === "error" && isSilent && !this.#state.summary) return this.#close();
      const { next, view } = this.#state;
      this.#state = nutgraf.state.reduce(this.#state, this.#explain(event));
      if (next && this.#state.view === view) this.#hold();
      else this.#draw();
    }

    /** Add the texts of a failure that this page found; the background explains all others. */
    #explain(event) {
      if (event.type !== "error") return event;
      return { ...event, error: this.#failures[event.error.code] ?? event.error };
    }

    #draw() {
      const { isPart } = this.#target;
      const { view } = this.#state;
      if (this.isUnseen) return;
      this.#view.show(isPart ? "full" : view, () => this.#card.draw(this.#state));
    }

    /** Redraw what the reader has changed in the card, without moving the page. */
    #hold() {
      this.#view.hold(this.#card.findAnchor(), () => this.#card.draw(this.#state));
    }

    #show(view) {
      this.#source = null;
      highlight.clear();
      this.#card.back.remove();
      if (!this.#target.isPart) this.#apply({ type: "view", view });
    }

    /**
     * Find the range of the sentence that a point or section line comes from.
     * @param {Line} line
     */
    #locate({ sources: [{ paragraph, ...span }] }) {
      return article.locate(this.#target.found.paragraphs[paragraph], span);
    }

    /** Find a line in the card; null if the digest has changed or the points are folded. */
    #findLine(line) {
      const { points, sections } = this.#state;
      return this.#card.findLine([...points, ...sections].indexOf(line));
    }

    /** Take the reader to the sentence of a line, and offer the way back. */
    #goToSource(line) {
      const { view } = this.#state;
      const { top } = this.#findLine(line).getBoundingClientRect();
      this.#show("full");
      this.#source = this.#locate(line);
      if (!this.#source) return;
      highlight.set(this.#source);
      this.#view.scrollTo(this.#source);
      this.#card.back.offer(() => this.#goBack(line, view, top));
    }

    #goBack(line, view, top) {
      this.#show(view);
      const part = this.#findLine(line);
      this.#view.bringTo(part, top);
      this.#card.focus(part);
    }

    /** Highlight the sentence of the line that the reader points at; null if there is no line. */
    #previewSource(line) {
      if (this.#state.view === "simplified" && !this.#target.isPart) return;
      const range = line ? this.#locate(line) : this.#source;
      if (range) highlight.set(range);
      else highlight.clear();
    }

    /** Apply a choice of the reader's. Another wording is asked for at once. */
    #choose(name, choice) {
      if (this.#state.settings[name] === choice) return;
      notify({ what: "choose", name, choice });
      this.#state = nutgraf.state.reduce(this.#state, { type: "choose", name, choice });
      if (nutgraf.state.isWording(name)) {
        this.#stopAsking();
        this.#state = nutgraf.state.restart(this.#state, ++requests);
        this.#ask(connect());
      }
      this.#hold();
    }

    /** Collect what the reader can copy, share or hear: what the card shows. */
    #readDigest() {
      const { origin, pathname, search } = location;
      const points = this.#state.points.map(({ text }) => text);
      const sections = nutgraf.about
        .pairSections(this.#about, this.#state)
        .map(({ title, line: { text } }) => ({ title, text }));
      const { title } = this.#target.found;
      return { title, url: origin + pathname + search, points, sections };
    }
  }

  return { Session };
})();
