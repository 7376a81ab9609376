/**
 * The only module that calls the browser's extension API: every other module imports from here, and
 * the scripts in pages use content/browser.js. Each call is looked up when it is made, so that a
 * test can put a browser of its own in place.
 */

// --- Texts and addresses -------------------------------------------------------------------------

/** Return a text of _locales in the browser's language, or "" if there is none. */
export const say = (key, ...values) => chrome.i18n.getMessage(key, values);

/** Return the full address of a file of the extension. */
export const fileUrl = (path) => chrome.runtime.getURL(path);

/** Return the ID of the extension itself. */
export const ownId = () => chrome.runtime.id;

// --- Storage: `storage.local`, on this machine only ----------------------------------------------

/**
 * Read some keys. It never throws: a store that cannot be read is taken for an empty one.
 * @param {string[]} keys
 * @returns {Promise<Object<string, unknown>>} without the keys that have never been written
 */
export const readStore = (keys) => chrome.storage.local.get(keys).catch(() => ({}));

/** Write some keys, and leave the others as they are. */
export const writeStore = (items) => chrome.storage.local.set(items);

/** Keep the store from scripts that run in pages. Firefox has no such setting. */
export const sealStore = async () => {
  await chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
};

export const onStoreChanged = (listener) => chrome.storage.onChanged.addListener(listener);

// --- Tabs and pages ------------------------------------------------------------------------------

export const openTab = (url) => chrome.tabs.create({ url });

export const openOptions = () => chrome.runtime.openOptionsPage();

/** Return a tab by its ID, or null if it has been closed. */
export const findTab = (id) => chrome.tabs.get(id).catch(() => null);

/** Send a message to the scripts in a tab, if there are any. */
export const tellTab = (id, message) => chrome.tabs.sendMessage(id, message).catch(() => {});

/** Run a function or files in a tab, and return the result of the main frame. */
export const executeScript = async (injection) => {
  const [{ result }] = await chrome.scripting.executeScript(injection);
  return result;
};

export const insertStyle = (style) => chrome.scripting.insertCSS(style);

export const removeStyle = (style) => chrome.scripting.removeCSS(style);

export const onTabUpdated = (listener) => chrome.tabs.onUpdated.addListener(listener);

export const onTabActivated = (listener) => chrome.tabs.onActivated.addListener(listener);

// --- Toolbar button, menus and shortcuts ---------------------------------------------------------

/** Set the badge and the tooltip of the toolbar button for one tab, which may have been closed. */
export const setButton = async ({ tabId, text, color, title }) => {
  const { action } = chrome;
  const steps = [action.setBadgeText({ tabId, text }), action.setTitle({ tabId, title })];
  if (text) steps.push(action.setBadgeBackgroundColor({ tabId, color }));
  await Promise.allSettled(steps);
};

/** Replace all menu entries of the extension. */
export const replaceMenus = async (entries) => {
  await chrome.contextMenus.removeAll();
  for (const entry of entries) chrome.contextMenus.create(entry);
};

/** Change a menu entry, if it is there: until the installation is complete it is not. */
export const updateMenu = (id, changes) => chrome.contextMenus.update(id, changes).catch(() => {});

/** List the keyboard shortcuts. */
export const listCommands = () => chrome.commands.getAll();

/** Open the browser's own page for shortcuts. Chromium has no call for it, but an address. */
export const openShortcuts = () => {
  /** @type {typeof chrome.commands & {openShortcutSettings?: () => Promise<void>}} */
  const commands = chrome.commands;
  return commands.openShortcutSettings?.() ?? openTab("chrome://extensions/shortcuts");
};

export const onButton = (listener) => chrome.action.onClicked.addListener(listener);

export const onMenu = (listener) => chrome.contextMenus.onClicked.addListener(listener);

export const onCommand = (listener) => chrome.commands.onCommand.addListener(listener);

// --- Permissions, installation and messages ------------------------------------------------------

/**
 * Ask the reader for permissions. Call it before anything is awaited: after that, the browser no
 * longer counts the reader's click. It asks nothing if they are granted already.
 */
export const requestPermissions = (permissions) => chrome.permissions.request(permissions);

export const hasPermissions = (permissions) => chrome.permissions.contains(permissions);

export const removePermissions = (permissions) => chrome.permissions.remove(permissions);

export const onPermissionsRemoved = (listener) =>
  chrome.permissions.onRemoved.addListener(listener);

export const onInstalled = (listener) => chrome.runtime.onInstalled.addListener(listener);

export const onMessage = (listener) => chrome.runtime.onMessage.addListener(listener);

export const onConnect = (listener) => chrome.runtime.onConnect.addListener(listener);
