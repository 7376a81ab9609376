/**
 * The only script in pages that calls the browser's extension API: the modules of the extension,
 * which scripts in pages cannot import, have lib/browser.js instead.
 */
globalThis.nutgraf ??= {};

nutgraf.browser ??= (() => {
  /** Return a text of _locales in the browser's language. */
  const say = (key, ...values) => chrome.i18n.getMessage(key, values);

  /**
   * Return whether an update of the extension has cut this script off: every other call here then
   * throws in Chromium. Firefox stops running the script.
   */
  const isCutOff = () => !chrome.runtime?.id;

  const sendMessage = (message) => chrome.runtime.sendMessage(message);

  const onMessage = (listener) => chrome.runtime.onMessage.addListener(listener);

  /** Open a port to the background. */
  const connect = (name) => chrome.runtime.connect({ name });

  return { say, isCutOff, sendMessage, onMessage, connect };
})();
