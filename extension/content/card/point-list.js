/** Makes the lines of the digest, each of which leads to the sentence it comes from. */
globalThis.nutgraf ??= {};

nutgraf.pointList ??= (() => {
  const { say, make, handleTrusted, makeButton } = nutgraf.elements;
  const { LANGUAGE } = nutgraf.english;

  /** Make one line. Above the full article, pointing at it highlights its sentence. */
  function makeLine(line, actions, className = "point") {
    const preview = handleTrusted(() => actions.previewSource(line));
    const endPreview = handleTrusted(() => actions.previewSource(null));
    const handlers = {
      onclick: handleTrusted(() => actions.goToSource(line)),
      onpointerenter: preview,
      onfocus: preview,
      onpointerleave: endPreview,
      onblur: endPreview,
    };
    const properties = { type: "button", className, title: say("source"), ...handlers };
    return make("button", properties, line.text);
  }

  /** Make the list of points. */
  function makePoints({ points }, actions) {
    const items = points.map((point) => make("li", {}, makeLine(point, actions)));
    return make("ol", { className: "points", lang: LANGUAGE, dir: "ltr" }, ...items);
  }

  /** Make the note shown when some lines fell back from plain to brief, or nothing. */
  function makeFallbackNote({ wording }, lines) {
    const count = lines.filter(({ style }) => style === "brief").length;
    if (wording.style !== "plain" || !count) return [];
    const text = say("fallback", String(count), String(lines.length));
    return [make("p", { className: "note fallback" }, text)];
  }

  /** Make the button that unfolds the points above the full article, or folds them. */
  function makeUnfolder({ settings }, actions) {
    const isUnfolded = settings.fold === "unfolded";
    const label = isUnfolded ? say("fold") : say("unfold");
    const next = isUnfolded ? "folded" : "unfolded";
    const opener = makeButton("unfold", label, () => actions.choose("fold", next));
    opener.ariaExpanded = String(isUnfolded);
    return opener;
  }

  return { makeLine, makePoints, makeFallbackNote, makeUnfolder };
})();
