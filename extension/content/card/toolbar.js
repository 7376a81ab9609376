/**
 * The row of tools under the card's heading, made once for each card: what is drawn anew around it
 * leaves its open panel and the reader's focus alone.
 */
globalThis.nutgraf ??= {};

nutgraf.toolbar ??= (() => {
  const { say, sayFailure, make, button, showProgress } = nutgraf.elements;
  const { panels, exportText, clipboard } = nutgraf;

  /** Make a button that unfolds a panel, and folds it again. */
  function makeOpener(className, label, panel, act) {
    const opener = button(className, label, act, label);
    opener.setAttribute("aria-controls", panel.id);
    opener.ariaExpanded = "false";
    return opener;
  }

  /**
   * Make the tools of a card.
   * @param {object} reader as of background/inject.js
   * @param {Object<string, Function>} actions as of card.js
   * @param {ShadowRoot} root
   * @returns {{element: Element, update: (state: object) => void, close: () => void}}
   */
  function create(reader, actions, root) {
    const options = panels.makeOptions(reader, actions);
    const copies = panels.makeCopies(copyAs);
    const openers = new Map([
      [options, makeOpener("options", say("options"), options, () => unfold(options))],
      [copies, makeOpener("copy", say("copy"), copies, () => unfold(copies))],
    ]);
    const speech = nutgraf.speech.create(reader.lang, showSpeech);
    const listen = button("listen", "", talk);
    const share = button("share", say("share"), shareIt, say("share"));
    const print = button("print", say("print"), () => globalThis.print(), say("print"));
    const outcome = make("p", { className: "outcome", role: "status" });
    const bar = make("progress", { ariaLabel: say("working"), hidden: true });
    const row = make("div", { className: "row" }, ...openers.values(), listen);
    if (navigator.share) row.append(share);
    row.append(print);
    const element = make("div", { className: "tools" }, row, options, copies, outcome, bar);
    element.addEventListener("keydown", hearKey);
    let view = "simplified"; // The one in which it reads aloud.

    /** Unfold one panel and fold the other; without a panel fold both. */
    function unfold(panel) {
      for (const [each, opener] of openers) {
        each.hidden = each !== panel || !each.hidden;
        opener.ariaExpanded = String(!each.hidden);
      }
      outcome.textContent = "";
    }

    function hearKey(event) {
      // The page must not turn its pages when the reader goes from choice to choice.
      event.stopPropagation();
      const open = [...openers].find(([panel]) => !panel.hidden);
      if (event.key !== "Escape" || !event.isTrusted || !open) return;
      unfold(null);
      open[1].focus();
    }

    function copyAs(way, label) {
      const isCopied = clipboard.write(exportText[way](actions.digest()), root);
      outcome.textContent = isCopied ? say("copied", label) : say("notCopied");
    }

    function talk() {
      if (speech.isSpeaking()) speech.stop();
      else speech.speak(exportText.asSpeech(actions.digest()));
    }

    function showSpeech() {
      const label = speech.isSpeaking() ? say("silence") : say("listen");
      Object.assign(listen, { textContent: label, title: label, ariaLabel: label });
      listen.hidden = !speech.canSpeak();
    }

    async function shareIt() {
      const digest = actions.digest();
      const { title, url } = digest;
      try {
        await navigator.share({ title, url, text: exportText.asText(digest) });
      } catch {
        // The reader has thought better of it, or the system has nowhere to share it to.
      }
    }

    /** Say how the choice of another wording went, once it has gone. */
    function tellWording(state) {
      const isPending = state.next !== null;
      if (isPending) outcome.textContent = say("working");
      else if (!bar.hidden) {
        outcome.textContent = state.trouble
          ? sayFailure(state.trouble)
          : say("pointCount", String(state.points.length));
      }
      bar.hidden = !isPending;
      showProgress(bar, state.progress);
    }

    /** Show what is chosen, and how far the new points are that were asked for. */
    function update(state) {
      panels.check(options, state.settings);
      tellWording(state);
      if (state.view !== view) speech.stop();
      view = state.view;
    }

    showSpeech();
    return { element, update, close: speech.close };
  }

  return { create };
})();
