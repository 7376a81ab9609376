/**
 * Opens and closes the card. A page has at most one session at a time, and each reads the page as
 * it is then.
 */
globalThis.nutgraf ??= {};

(() => {
  if (nutgraf.toggle) return; // The reader clicked twice.

  const { article, selection, navigation } = nutgraf;
  const { makeFailure, notify, connect } = nutgraf.messaging;
  const { Refusal } = nutgraf.pageKind;
  const { Session } = nutgraf.session;

  let session = null;

  /** The path and text of the last article read on this page; null before the first one. */
  let past = null;

  /** Find the article of the page; `cause` says why there is none. */
  function findArticle() {
    try {
      return { found: article.find(), cause: null };
    } catch (error) {
      if (error instanceof Refusal) return { found: null, cause: makeFailure(error.code) };
      // Readability throws on some pages: for the reader they have no article.
      console.error(error);
      return { found: null, cause: makeFailure("not_article") };
    }
  }

  function findSelection() {
    return { found: selection.find(), cause: makeFailure("no_selection"), isPart: true };
  }

  /** Open a card for a target. */
  function open(style, reader, target) {
    const { found } = target;
    past = { path: location.pathname, text: found ? navigation.joinText(found) : "" };
    session = new Session(style, reader, target, { close, leave });
    session.begin();
  }

  function close() {
    session.end();
    session = null;
    notify({ what: "closed" });
  }

  /** Close the card of an article that the site has left: the next one may open by itself. */
  function leave() {
    past.path = null;
    close();
    notify({ what: "moved" });
  }

  nutgraf.browser.onMessage(({ what }) => {
    if (what === "toggle-view") session?.switchView();
  });

  /** Open a card in place of another. The styles in the page serve both. */
  function replace(style, reader, find) {
    session?.end();
    session = null;
    const port = connect();
    open(style, reader, { port, ...find() });
  }

  /** Return whether there is a card, and so whether the page has the styles for it. */
  nutgraf.isOpen = () => session !== null;

  /**
   * Open the card, or close it.
   * @param {string} style the text of the card's style sheets
   * @param {Reader} reader
   */
  nutgraf.toggle = (style, reader) => {
    // A site that shows its next story without a page load removes the card with the last one.
    // One who clicks while a card waits unseen wants to see it.
    if (session?.host.isConnected && !session.isUnseen) close();
    else replace(style, reader, findArticle);
  };

  /** Open the card for the selected text. */
  nutgraf.shorten = (style, reader) => {
    replace(style, reader, findSelection);
  };

  /** Open the card if this page has an article, at most once a page: the reader chose so for the site. */
  nutgraf.openByItself = async (style, reader) => {
    const { pathname } = location;
    if (session || past?.path === pathname) return;
    const last = past;
    past = { path: pathname, text: last?.text ?? "" };
    const find = () => findArticle().found;
    const found = last ? await navigation.waitForArticle(find, last.text) : find();
    if (!session && !found) notify({ what: "closed" }); // The styles are in the page already.
    if (!found || session || past.path !== location.pathname) return;
    open(style, reader, { found, isSilent: true });
  };
})();
