/** The settings page: shows what is chosen, and keeps each choice as it is made. */
import { onStoreChanged, say } from "../lib/browser.js";
import { localize } from "../lib/i18n.js";
import { CHOICES, loadSettings, saveSetting } from "../lib/settings.js";

const form = document.querySelector("#choices");
const status = document.querySelector("#saved");

/** Copy what stands in a template. */
function copy(template) {
  return document.querySelector(template).content.cloneNode(true).firstElementChild;
}

/** Make one choice of a setting. Its name, hint and example are messages named after it. */
function makeChoice(name, value) {
  const label = copy("#choice");
  const [title, hint, example] = label.querySelectorAll(".name, .quiet, q");
  const texts = [
    [title, value, say(value)],
    [hint, `${value}-hint`, say(`${value}Hint`)],
    [example, `${value}-example`, say(`${value}Example`)],
  ];
  for (const [part, id, text] of texts) {
    if (text) Object.assign(part, { id, textContent: text });
    else part.remove();
  }
  const described = texts.slice(1).filter(([, , text]) => text);
  const input = Object.assign(label.querySelector("input"), { name, value });
  input.setAttribute("aria-labelledby", value);
  if (described.length) {
    input.setAttribute("aria-describedby", described.map(([, id]) => id).join(" "));
  }
  return label;
}

function makeChoices() {
  for (const [name, values] of Object.entries(CHOICES)) {
    const fieldset = copy("#setting");
    fieldset.className = name;
    fieldset.querySelector("legend").textContent = say(name);
    fieldset.append(...values.map((value) => makeChoice(name, value)));
    form.append(fieldset);
  }
}

async function show() {
  for (const [name, choice] of Object.entries(await loadSettings())) {
    // Not `elements.length`, which is how many there are.
    form.elements.namedItem(name).value = choice;
  }
}

/** Keep what has just been chosen, and say so: screen readers read the status aloud. */
async function save({ target: { name, value } }) {
  try {
    await saveSetting(name, value);
    status.textContent = say("saved", say(value));
  } catch {
    status.textContent = say("notSaved");
    await show();
  }
}

localize();
makeChoices();
form.addEventListener("change", save);
// A file and the options of a card change the choices, too.
onStoreChanged(show);
await show();
