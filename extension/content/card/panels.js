/** The panels under the card's toolbar: the options, and the ways to copy. */
globalThis.nutgraf ??= {};

nutgraf.panels ??= (() => {
  const { say, make, handleTrusted, makeButton } = nutgraf.elements;

  /** Make one choice of a setting. Choices of a text size show an A in that size. */
  function makeChoice(name, choice, act) {
    // Not `change`: that event is trusted even if the page's script pressed the button.
    const onclick = handleTrusted(() => act(name, choice));
    const input = make("input", { type: "radio", name, value: choice, onclick });
    if (name !== "size") return make("label", {}, input, make("span", {}, say(choice)));
    input.ariaLabel = say(choice);
    return make("label", { title: say(choice) }, input, make("span", { ariaHidden: "true" }, "A"));
  }

  /** Make one setting: a group of radio buttons under its name. */
  function makeGroup(name, choices, act) {
    return make(
      "fieldset",
      { className: name },
      make("legend", {}, say(name)),
      ...choices.map((choice) => makeChoice(name, choice, act)),
    );
  }

  /** Make the options panel: every setting, and buttons that lead to the rest. */
  function makeOptions({ choices, shortcut, isAlways }, actions) {
    const groups = choices.map(([name, values]) => makeGroup(name, values, actions.choose));
    const site = location.hostname;
    const always = isAlways ? say("alwaysOn", site) : say("always", site);
    const openAlways = isAlways ? () => actions.openSettings("sites") : actions.openAlways;
    return make(
      "div",
      { id: "options", className: "panel", hidden: true },
      ...groups,
      make(
        "p",
        { className: "more" },
        makeButton("always", always, openAlways, always),
        makeButton("settings", say("settings"), () => actions.openSettings(), say("settings")),
        ...(shortcut ? [make("span", {}, say("shortcut", shortcut))] : []),
      ),
    );
  }

  /** Check the radio buttons of the current settings. */
  function check(panel, settings) {
    for (const input of panel.querySelectorAll("input")) {
      input.checked = settings[input.name] === input.value;
    }
  }

  /**
   * Make the copy panel.
   * @param {(way: string, label: string) => void} copy `way` names a function of export-text.js
   */
  function makeCopies(copy) {
    const makeWay = (way, label) => makeButton(way, label, () => copy(way, label), label);
    return make(
      "div",
      { id: "copies", className: "panel", hidden: true },
      makeWay("asText", say("asText")),
      makeWay("asMarkdown", say("asMarkdown")),
      makeWay("withLink", say("withLink")),
    );
  }

  return { makeOptions, check, makeCopies };
})();
