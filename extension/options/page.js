/** The settings page: shows the choices, and saves each one as it is made. */
import { onStoreChanged, say } from "../lib/browser.js";
import { localize } from "../lib/i18n.js";
import { copyTemplate, find } from "../lib/page-elements.js";
import { CHOICES, loadSettings, saveSetting } from "../lib/settings.js";

const form = find("#choices", HTMLFormElement);
const status = find("#saved", HTMLElement);

/** Make one choice of a setting. The keys of its name, hint and example begin with the choice. */
function makeChoice(name, value) {
  const choice = copyTemplate("#choice");
  const texts = [
    { selector: ".name", id: value, text: say(value) },
    { selector: ".quiet", id: `${value}-hint`, text: say(`${value}Hint`) },
    { selector: "q", id: `${value}-example`, text: say(`${value}Example`) },
  ];
  for (const { selector, id, text } of texts) {
    const part = find(selector, HTMLElement, choice);
    if (text) Object.assign(part, { id, textContent: text });
    else part.remove();
  }
  const described = texts.slice(1).filter(({ text }) => text);
  const input = Object.assign(find("input", HTMLInputElement, choice), { name, value });
  input.setAttribute("aria-labelledby", value);
  if (described.length) {
    input.setAttribute("aria-describedby", described.map(({ id }) => id).join(" "));
  }
  return choice;
}

function makeChoices() {
  for (const [name, values] of Object.entries(CHOICES)) {
    const fieldset = find("fieldset", HTMLFieldSetElement, copyTemplate("#setting"));
    fieldset.className = name;
    find("legend", HTMLElement, fieldset).textContent = say(name);
    fieldset.append(...values.map((value) => makeChoice(name, value)));
    form.append(fieldset);
  }
}

async function show() {
  const settings = await loadSettings();
  for (const input of form.querySelectorAll("input")) {
    input.checked = settings[input.name] === input.value;
  }
}

/** Save a choice and confirm it: screen readers announce the status. */
async function save({ target }) {
  if (!(target instanceof HTMLInputElement)) return;
  const { name, value } = target;
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
// The options of a card and an imported file change the choices, too.
onStoreChanged(show);
await show();
