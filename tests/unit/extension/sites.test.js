import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  addSite,
  forgetUnpermitted,
  isAlways,
  isHost,
  listSites,
  permissionFor,
  readSite,
  removeSite,
} from "../../../extension/lib/sites.js";
import { makeStore } from "../../support/extension/store.js";

let local;
let granted;

/** A browser that has granted the permissions for these sites. */
function store(stored, sites = stored.sites ?? []) {
  local = makeStore(stored);
  granted = new Set(sites.map((host) => `*://${host}/*`));
  const permissions = {
    contains: async ({ origins }) => origins.every((origin) => granted.has(origin)),
    remove: async ({ origins }) => origins.every((origin) => granted.delete(origin)),
  };
  globalThis.chrome = { storage: { local }, permissions };
}

beforeEach(() => store({}));

for (const host of ["harrowick.example", "www.osterby.test", "localhost", "xn--mnchen-3ya.de"]) {
  test(`${host} is a site, whatever the page and the port`, () => {
    assert.equal(readSite(`https://${host}:8443/news/1?a=b#c`), host);
    assert.equal(readSite(`http://${host}/`), host);
    assert.deepEqual(permissionFor(host), { origins: [`*://${host}/*`] });
  });
}

for (const host of [
  "*",
  "*.test",
  "news.test/",
  "news.test/*",
  "news.test:80",
  "https://news.test",
  "News.test",
  "news..test",
  ".news.test",
  "-news.test",
  "news test",
  "news.test\n",
  "münchen.de",
  "[::1]",
  "127.0.0.1",
  `${"a.".repeat(126)}ab`,
  "",
  null,
  undefined,
  7,
  ["news.test"],
]) {
  test(`${JSON.stringify(host)} is no site, and no permission can be asked for it`, async () => {
    assert.equal(isHost(host), false);
    assert.throws(() => permissionFor(host), RangeError);
    await assert.rejects(addSite(host), RangeError);
    await assert.rejects(removeSite(host), RangeError);
    assert.deepEqual(await listSites(), []);
  });
}

for (const url of [
  undefined,
  "",
  "about:blank",
  "chrome://extensions/",
  "file:///home/news.html",
  "data:text/html,news",
  "javascript:news.test",
  "http://127.0.0.1:8771/",
  "http://[::1]/",
  "blob:https://news.test/0",
]) {
  test(`${url} belongs to no site`, async () => {
    assert.equal(readSite(url), null);
    assert.equal(await isAlways(url), false);
  });
}

test("sites are kept once each, in the order of the alphabet", async () => {
  for (const host of ["osterby.test", "elmsworth.test", "osterby.test"]) await addSite(host);
  assert.deepEqual(await listSites(), ["elmsworth.test", "osterby.test"]);
});

test("only the very host is meant, and none that ends or begins like it", async () => {
  await addSite("news.test");
  assert.equal(await isAlways("https://news.test/1"), true);
  for (const host of ["www.news.test", "news.test.evil.test", "evilnews.test", "news.tes"]) {
    assert.equal(await isAlways(`https://${host}/`), false);
  }
  assert.equal(await isAlways("https://evil.test/?news.test"), false);
  assert.equal(await isAlways("https://news.test@evil.test/"), false);
});

test("who removes a site gives its permission back, and no other", async () => {
  store({ sites: ["elmsworth.test", "osterby.test"] });
  await removeSite("osterby.test");
  assert.deepEqual(await listSites(), ["elmsworth.test"]);
  assert.deepEqual([...granted], ["*://elmsworth.test/*"]);
});

test("a site whose permission was taken away is forgotten", async () => {
  store({ sites: ["elmsworth.test", "osterby.test"] }, ["osterby.test"]);
  await forgetUnpermitted();
  assert.deepEqual(await listSites(), ["osterby.test"]);
});

test("a thousand sites are kept, and no more", async () => {
  store({ sites: Array.from({ length: 999 }, (_, number) => `s${number}.test`) });
  await addSite("last.test");
  await assert.rejects(addSite("more.test"), RangeError);
  assert.equal((await listSites()).length, 1000);
});

test("what the store holds besides hosts is left out", async () => {
  for (const sites of [null, "news.test", 3, {}, [null, "*", "*.test", "127.0.0.1", ["a"], 1]]) {
    store({ sites }, []);
    assert.deepEqual(await listSites(), []);
  }
  store({ sites: ["*", "news.test", "news.test"] });
  assert.deepEqual(await listSites(), ["news.test"]);
});

test("a store that cannot be read has no sites", async () => {
  local.get = async () => {
    throw new Error("An unexpected error occurred");
  };
  assert.deepEqual(await listSites(), []);
  assert.equal(await isAlways("https://news.test/"), false);
});
