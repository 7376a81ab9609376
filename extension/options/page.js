/** The settings page: shows what is chosen, and keeps each choice as it is made. */
import { loadSettings, saveSetting } from "../lib/settings.js";

const say = (key, ...values) => chrome.i18n.getMessage(key, values);
const form = document.querySelector("#choices");
const status = document.querySelector("#saved");

function localize() {
  document.documentElement.lang = say("language");
  for (const element of document.querySelectorAll("[data-message]")) {
    element.textContent = say(element.dataset.message);
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
form.addEventListener("change", save);
await show();
