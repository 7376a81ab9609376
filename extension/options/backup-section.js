/** The file section of the settings page: saves choices and sites, and reads them back. */
import { readBackup, writeBackup } from "../lib/backup.js";
import { requestPermissions, say } from "../lib/browser.js";
import { find } from "../lib/page-elements.js";
import { loadSettings, saveSettings } from "../lib/settings.js";
import { addSite, listSites, permissionFor } from "../lib/sites.js";

const status = find("#file-status", HTMLElement);
const chosen = find("#file", HTMLInputElement);
const apply = find("#apply", HTMLButtonElement);

/** @type {ReturnType<typeof readBackup>} What the chosen file holds; null without a valid one. */
let backup = null;

async function save() {
  const text = writeBackup(await loadSettings(), await listSites());
  // Not revoked here: the browser may not have read it yet. It goes away with the page.
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: "nutgraf-settings.json" }).click();
  status.textContent = say("fileSaved");
}

/** Read the file, and wait for the click that can ask for the permissions of its sites. */
async function read() {
  const [file] = chosen.files ?? [];
  backup = file ? readBackup(await file.text()) : null;
  apply.hidden = backup === null;
  if (backup) status.textContent = say("fileHolds", String(backup.sites.length));
  else status.textContent = file ? say("fileBad") : "";
}

/** Use all of the file, or nothing if the reader does not allow its sites. */
async function use() {
  if (backup === null) return;
  const { settings, sites } = backup;
  const origins = sites.flatMap((host) => permissionFor(host).origins);
  // Before anything is awaited: afterwards the browser no longer counts the click.
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
