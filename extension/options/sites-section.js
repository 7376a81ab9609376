/** The sites section of the settings page: those that always open in short, and an offered one. */
import { onStoreChanged, requestPermissions, say } from "../lib/browser.js";
import { copyTemplate, find } from "../lib/page-elements.js";
import { addSite, isHost, listSites, permissionFor, removeSite } from "../lib/sites.js";

const offer = find("#offer", HTMLElement);
const accept = find("button", HTMLButtonElement, offer);
const list = find("#site-list", HTMLElement);
const status = find("#sites-status", HTMLElement);

/** The background opens the page at this when the reader has pressed "Always" in a card. */
const OFFER = "#always=";

/** Return the site that is offered, or null. */
function readOffer() {
  const host = location.hash.slice(OFFER.length);
  return location.hash.startsWith(OFFER) && isHost(host) ? host : null;
}

function makeItem(host) {
  const item = copyTemplate("#site");
  const button = find("button", HTMLButtonElement, item);
  find("span", HTMLElement, item).textContent = host;
  Object.assign(button, { textContent: say("remove"), ariaLabel: say("removeSite", host) });
  button.addEventListener("click", () => remove(host));
  return item;
}

async function show() {
  const sites = await listSites();
  const host = readOffer();
  list.replaceChildren(...sites.map(makeItem));
  find("#no-sites", HTMLElement).hidden = sites.length > 0;
  offer.hidden = host === null || sites.includes(host);
  find(".name", HTMLElement, offer).textContent = say("offer", host ?? "");
}

async function allow() {
  const host = readOffer();
  if (host === null) return;
  // Before anything is awaited: afterwards the browser no longer counts the click.
  if (!(await requestPermissions(permissionFor(host)))) {
    status.textContent = say("notAllowed", host);
    return;
  }
  try {
    await addSite(host);
    status.textContent = say("siteAdded", host);
  } catch {
    status.textContent = say("notSaved");
  }
}

async function remove(host) {
  try {
    await removeSite(host);
    status.textContent = say("siteRemoved", host);
  } catch {
    status.textContent = say("notSaved");
  }
  list.querySelector("button")?.focus();
}

accept.addEventListener("click", allow);
// The menu of the toolbar button and the browser's own settings change the list, too.
onStoreChanged(show);
await show();
if (!offer.hidden) {
  offer.scrollIntoView({ block: "center" });
  accept.focus();
} else if (location.hash === "#sites") find("#sites", HTMLElement).scrollIntoView();
