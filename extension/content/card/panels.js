/** What the card's tools unfold: the choices of the reader, and the ways to copy. */
globalThis.nutgraf ??= {};

nutgraf.panels ??= (() => {
  const { say, make, trusted, button } = nutgraf.elements;

  /** Make one choice of a setting. A text size shows itself. */
  function makeChoice(name, choice, act) {
    // Not `change`: that one is trusted even if it was the page that pressed the button.
    const onclick = trusted(() => act(name, choice));
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

  /** Make the panel of the options: every setting, and the ways to more of them. */
  function makeOptions({ choices, shortcut, isAlways }, actions) {
    const groups = choices.map(([name, values]) => makeGroup(name, values, actions.choose));
    const site = location.hostname;
    const always = isAlways ? say("alwaysOn", site) : say("always", site);
    const openAlways = isAlways ? () => actions.settings("sites") : actions.always;
    return make(
      "div",
      { id: "options", className: "panel", hidden: true },
      ...groups,
      make(
        "p",
        { className: "more" },
        button("always", always, openAlways, always),
        button("settings", say("settings"), () => actions.settings(), say("settings")),
        ...(shortcut ? [make("span", {}, say("shortcut", shortcut))] : []),
      ),
    );
  }

  /** Show in the panel what is chosen. */
  function check(panel, settings) {
    for (const input of panel.querySelectorAll("input")) {
      input.checked = settings[input.name] === input.value;
    }
  }

  /** Make the panel of the ways to copy. `copy` gets the name of a function of export-text.js. */
  function makeCopies(copy) {
    const makeWay = (way, label) => button(way, label, () => copy(way, label), label);
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
