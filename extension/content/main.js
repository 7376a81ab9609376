/** Opens the card and closes it: there is one reading at a time, of what the page is by then. */
globalThis.nutgraf ??= {};

(() => {
  if (nutgraf.toggle) return; // A click came twice.

  const { article, selection, navigation } = nutgraf;
  const { failure, notify, connect } = nutgraf.messaging;
  const { Refusal } = nutgraf.pageKind;

  let session = null;

  /** The path of the last page that was read here, and what its article said; null before it. */
  let past = null;

  /** Find the article; where there is none, `cause` tells why. */
  function findArticle() {
    try {
      return { found: article.find(), cause: null };
    } catch (error) {
      if (error instanceof Refusal) return { found: null, cause: failure(error.code) };
      // Some pages are built in ways that Readability does not survive: to the reader they are
      // pages without an article.
      console.error(error);
      return { found: null, cause: failure("not-article") };
    }
  }

  function findSelection() {
    return { found: selection.find(), cause: failure("no-selection"), isPart: true };
  }

  /** Begin to read what there is, as of session.js. */
  function open(style, reader, what) {
    const { found } = what;
    past = { path: location.pathname, text: found ? navigation.read(found) : "" };
    session = nutgraf.session.open(style, reader, what, { close, leave });
    session.begin();
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

  /** Open a card in place of another: the page keeps what it was given for that one. */
  function replace(style, reader, find) {
    session?.end();
    session = null;
    const port = connect();
    open(style, reader, { port, ...find() });
  }

  /** Say whether there is a card, and the styles that it needs. */
  nutgraf.isOpen = () => session !== null;

  /**
   * Open the card, or close it.
   * @param {string} style the text of the card's style sheets
   * @param {object} reader as of background/inject.js
   */
  nutgraf.toggle = (style, reader) => {
    // A site that shows its next story without a page load takes the card away with the last one.
    if (session?.host.isConnected) close();
    else replace(style, reader, findArticle);
  };

  /** Open the card for what is selected. */
  nutgraf.shorten = (style, reader) => {
    replace(style, reader, findSelection);
  };

  /** Open the card as the reader wants it on this site, once for each page, where it has an article. */
  nutgraf.openByItself = async (style, reader) => {
    const { pathname } = location;
    if (session || past?.path === pathname) return;
    const last = past;
    past = { path: pathname, text: last?.text ?? "" };
    const find = () => findArticle().found;
    const found = last ? await navigation.arrive(find, last.text) : find();
    if (!session && !found) notify({ what: "closed" }); // The styles came before the article.
    if (!found || session || past.path !== location.pathname) return;
    open(style, reader, { found, isSilent: true });
  };
})();
