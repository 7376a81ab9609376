/** The file's part of the settings page: choices and sites are saved to one, and read from one. */
import { readBackup, writeBackup } from "../lib/backup.js";
import { requestPermissions, say } from "../lib/browser.js";
import { find } from "../lib/page-elements.js";
import { loadSettings, saveSettings } from "../lib/settings.js";
import { addSite, listSites, permissionFor } from "../lib/sites.js";

const status = find("#file-status", HTMLElement);
const chosen = find("#file", HTMLInputElement);
const apply = find("#apply", HTMLButtonElement);

/** @type {ReturnType<typeof readBackup>} What the chosen file holds, or null if it cannot be used. */
let backup = null;

async function save() {
  const text = writeBackup(await loadSettings(), await listSites());
  // Not revoked here: a browser may not have read it yet. It goes with the page.
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: "nutgraf-settings.json" }).click();
  status.textContent = say("fileSaved");
}

/** Read the file, and wait for the press that may ask the browser for its sites. */
async function read() {
  const [file] = chosen.files ?? [];
  backup = file ? readBackup(await file.text()) : null;
  apply.hidden = backup === null;
  if (backup) status.textContent = say("fileHolds", String(backup.sites.length));
  else status.textContent = file ? say("fileBad") : "";
}

/** Use the file: all of it, or, where the browser is not allowed its sites, nothing. */
async function use() {
  if (backup === null) return;
  const { settings, sites } = backup;
  const origins = sites.flatMap((host) => permissionFor(host).origins);
  // Before anything is awaited: after that the browser no longer knows of the press.
  const isAllowed = origins.length === 0 || (await requestPermissions({ origins }));
  if (!isAllowed) {
    status.textContent = say("fileNotAllowed");
    return;
  }
  try {
    await saveSettings(settings);
    for (const host of sites) await addSite(host);
    status.textContent = say("fileUsed");
  } catch {
    status.textContent = say("notSaved");
  }
  [backup, apply.hidden, chosen.value] = [null, true, ""];
}

find("#export", HTMLElement).addEventListener("click", save);
chosen.addEventListener("change", read);
apply.addEventListener("click", use);
