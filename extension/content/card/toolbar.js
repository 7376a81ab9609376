/**
 * The toolbar under the card's heading. It is made once for each card, so that redrawing the rest
 * keeps its open panel and the reader's focus.
 */
globalThis.nutgraf ??= {};

nutgraf.toolbar ??= (() => {
  const { say, make, makeButton, showProgress } = nutgraf.elements;
  const { panels, exportText, clipboard } = nutgraf;

  /** Make a button that unfolds a panel and folds it again. */
  function makeOpener(className, label, panel, act) {
    const opener = makeButton(className, label, act, label);
    opener.setAttribute("aria-controls", panel.id);
    opener.ariaExpanded = "false";
    return opener;
  }

  /**
   * Make the toolbar of a card.
   * @param {CardReader} reader
   * @param {Actions} actions
   * @param {ShadowRoot} root
   * @returns {Toolbar}
   */
  function create(reader, actions, root) {
    const options = panels.makeOptions(reader, actions);
    const copies = panels.makeCopies(copyAs);
    const openers = new Map([
      [options, makeOpener("options", say("options"), options, () => unfold(options))],
      [copies, makeOpener("copy", say("copy"), copies, () => unfold(copies))],
    ]);
    const speech = nutgraf.speech.create(reader.lang, showSpeech);
    const listen = makeButton("listen", "", toggleSpeech);
    const share = makeButton("share", say("share"), shareDigest, say("share"));
    const print = makeButton("print", say("print"), () => globalThis.print(), say("print"));
    const outcome = make("p", { className: "outcome", role: "status" });
    const bar = make("progress", { ariaLabel: say("working"), hidden: true });
    const row = make("div", { className: "row" }, ...openers.values(), listen);
    if (navigator.share) row.append(share);
    row.append(print);
    const element = make("div", { className: "tools" }, row, options, copies, outcome, bar);
    element.addEventListener("keydown", handleKey);
    let view = "simplified"; // Leaving it stops the speech.

    /** Unfold one panel and fold the other; null folds both. */
    function unfold(panel) {
      for (const [each, opener] of openers) {
        each.hidden = each !== panel || !each.hidden;
        opener.ariaExpanded = String(!each.hidden);
      }
      outcome.textContent = "";
    }

    function handleKey(event) {
      // The page must not react to the arrow keys that move between choices.
      event.stopPropagation();
      const open = [...openers].find(([panel]) => !panel.hidden);
      if (event.key !== "Escape" || !event.isTrusted || !open) return;
      unfold(null);
      open[1].focus();
    }

    function copyAs(way, label) {
      const isCopied = clipboard.write(exportText[way](actions.readDigest()), root);
      outcome.textContent = isCopied ? say("copied", label) : say("notCopied");
    }

    function toggleSpeech() {
      if (speech.isSpeaking()) speech.stop();
      else speech.speak(exportText.asSpeech(actions.readDigest()));
    }

    function showSpeech() {
      const label = speech.isSpeaking() ? say("silence") : say("listen");
      Object.assign(listen, { textContent: label, title: label, ariaLabel: label });
      listen.hidden = !speech.canSpeak();
    }

    async function shareDigest() {
      const digest = actions.readDigest();
      const { title, url } = digest;
      try {
        await navigator.share({ title, url, text: exportText.asText(digest) });
      } catch {
        // The reader has cancelled, or the system has no app to share with.
      }
    }

    /** Show the progress and then the outcome of a request for another wording. */
    function showOutcome(state) {
      const isPending = state.next !== null;
      if (isPending) outcome.textContent = say("working");
      else if (!bar.hidden) {
        outcome.textContent = state.trouble
          ? state.trouble.message
          : say("pointCount", String(state.points.length));
      }
      bar.hidden = !isPending;
      showProgress(bar, state.progress);
    }

    /** Show the current settings, and the progress of a request for another wording. */
    function update(state) {
      panels.check(options, state.settings);
      showOutcome(state);
      if (state.view !== view) speech.stop();
      view = state.view;
    }

    showSpeech();
    return { element, update, close: speech.close };
  }

  return { create };
})();
