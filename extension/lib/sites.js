/**
 * The sites whose articles open in short by themselves. Kept in `storage.local`, on this machine.
 * The browser keeps a permission for each; removing one of the two removes the other.
 */
import { hasPermissions, readStore, removePermissions, writeStore } from "./browser.js";

/** A host name or IPv4 address, as `URL` writes it. A pattern with `*` is not one. */
const HOST = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;
const LONGEST_HOST = 253;

/** More than anyone adds by hand; an imported file could hold any number. */
export const MOST_SITES = 1000;

/** The server's host. Its permission must never be removed along with a site. */
const SERVER_HOST = "127.0.0.1";

/** Return whether this is one host, as an address has it. */
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
 * @returns {?string} its host, without port; null if there is none, or none that can be kept
 */
export function readSite(url) {
  if (url === undefined || !URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && isHost(hostname) ? hostname : null;
}

/** Return the permission for a site, as the browser expects it. */
export function permissionFor(host) {
  if (!isHost(host)) throw new RangeError(`${host} is not a site`);
  return { origins: [`*://${host}/*`] };
}

/**
 * List the sites, in alphabetical order. It never throws: invalid entries are left out.
 * @returns {Promise<string[]>} hosts
 */
export async function listSites() {
  const { sites } = await readStore(["sites"]);
  const hosts = Array.isArray(sites) ? sites.filter(isHost) : [];
  return [...new Set(hosts)].sort().slice(0, MOST_SITES);
}

/**
 * Store a site whose permission the reader has granted. Throws a RangeError if it is not a host or
 * there are too many, or the browser's error.
 */
export async function addSite(host) {
  if (!isHost(host)) throw new RangeError(`${host} is not a site`);
  const sites = await listSites();
  if (sites.length === MOST_SITES) throw new RangeError("too many sites");
  await writeStore({ sites: [...new Set([...sites, host])].sort() });
}

/** Remove a site and its permission. */
export async function removeSite(host) {
  const sites = await listSites();
  await writeStore({ sites: sites.filter((site) => site !== host) });
  await removePermissions(permissionFor(host));
}

/** Remove the sites whose permission the reader has removed in the browser's settings. */
export async function forgetUnpermitted() {
  const sites = await listSites();
  const isKept = (host) => hasPermissions(permissionFor(host));
  const kept = await Promise.all(sites.map(isKept));
  await writeStore({ sites: sites.filter((_host, place) => kept[place]) });
}

/** Return whether articles at this address open by themselves. It never throws. */
export async function isAlways(url) {
  const host = readSite(url);
  return host !== null && (await listSites()).includes(host);
}
