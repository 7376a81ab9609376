/**
 * The sites whose articles open in short by themselves. Kept in `storage.local`, on this machine.
 * The browser keeps the permission for each; who takes one away takes the other, too.
 */
import { hasPermissions, readStore, removePermissions, writeStore } from "./browser.js";

/** What `URL` makes of a host's name or IPv4 address. Patterns of hosts have `*`: that is none. */
const HOST = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;
const LONGEST_HOST = 253;

/** So many a person keeps by hand; a file that is imported could hold any number. */
export const MOST_SITES = 1000;

/** Our own server's. Its permission must never be given back with that of a site. */
const SERVER_HOST = "127.0.0.1";

/** Say whether this names one host, as an address has it. */
export function isHost(host) {
  return (
    typeof host === "string" &&
    host.length <= LONGEST_HOST &&
    HOST.test(host) &&
    host !== SERVER_HOST
  );
}

/**
 * Find the site that an address belongs to.
 * @param {string | undefined} url what the browser tells about a tab: nothing for some pages
 * @returns {?string} its host, without port; null where pages have none, or none that can be kept
 */
export function readSite(url) {
  if (url === undefined || !URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && isHost(hostname) ? hostname : null;
}

/** Name the permission that a site wants, as the browser takes it. */
export function permissionFor(host) {
  if (!isHost(host)) throw new RangeError(`${host} is not a site`);
  return { origins: [`*://${host}/*`] };
}

/**
 * List the sites, in alphabetical order. It never throws: what is wrong or cannot be read is none.
 * @returns {Promise<string[]>} hosts
 */
export async function listSites() {
  const { sites } = await readStore(["sites"]);
  const hosts = Array.isArray(sites) ? sites.filter(isHost) : [];
  return [...new Set(hosts)].sort().slice(0, MOST_SITES);
}

/**
 * Keep a site that the reader has given us the permission for.
 * Throws a RangeError for what is no host, and what the browser throws if it fails.
 */
export async function addSite(host) {
  if (!isHost(host)) throw new RangeError(`${host} is not a site`);
  const sites = await listSites();
  if (sites.length === MOST_SITES) throw new RangeError("too many sites");
  await writeStore({ sites: [...new Set([...sites, host])].sort() });
}

/** Forget a site, and give its permission back. */
export async function removeSite(host) {
  const sites = await listSites();
  await writeStore({ sites: sites.filter((site) => site !== host) });
  await removePermissions(permissionFor(host));
}

/** Forget the sites whose permission the reader has taken away in the browser's own settings. */
export async function forgetUnpermitted() {
  const sites = await listSites();
  const isKept = (host) => hasPermissions(permissionFor(host));
  const kept = await Promise.all(sites.map(isKept));
  await writeStore({ sites: sites.filter((_host, place) => kept[place]) });
}

/** Say whether the reader wants the articles of this address in short. It never throws. */
export async function isAlways(url) {
  const host = readSite(url);
  return host !== null && (await listSites()).includes(host);
}
