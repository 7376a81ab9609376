/** Makes the lines that lead to the sentences they come from. */
globalThis.nutgraf ??= {};

nutgraf.pointList ??= (() => {
  const { say, make, trusted, button } = nutgraf.elements;

  /** Make one line: above the article it also shows its sentence while the reader points at it. */
  function makeLine(line, actions, className = "point") {
    const point = trusted(() => actions.hint(line));
    const leave = trusted(() => actions.hint(null));
    const handlers = {
      onclick: trusted(() => actions.source(line)),
      onpointerenter: point,
      onfocus: point,
      onpointerleave: leave,
      onblur: leave,
    };
    const properties = { type: "button", className, title: say("source"), ...handlers };
    return make("button", properties, line.text);
  }

  /** Make the list of points. */
  function points({ points }, actions) {
    const items = points.map((point) => make("li", {}, makeLine(point, actions)));
    return make("ol", { className: "points", lang: "en", dir: "ltr" }, ...items);
  }

  /** Make the word that some of the lines are brief which were to be plain; nothing where none is. */
  function fallback({ wording }, lines) {
    const count = lines.filter(({ style }) => style === "brief").length;
    if (wording.style !== "plain" || !count) return [];
    const text = say("fallback", String(count), String(lines.length));
    return [make("p", { className: "note fallback" }, text)];
  }

  /** Make the button that shows the points above the article, or puts them away again. */
  function unfolder({ settings }, actions) {
    const isUnfolded = settings.fold === "unfolded";
    const label = isUnfolded ? say("fold") : say("unfold");
    const next = isUnfolded ? "folded" : "unfolded";
    const opener = button("unfold", label, () => actions.choose("fold", next));
    opener.ariaExpanded = String(isUnfolded);
    return opener;
  }

  return { makeLine, points, fallback, unfolder };
})();
