/** Shows the first steps to who has just installed the extension. An update shows nothing. */
export function showWelcome({ reason }) {
  if (reason === "install") chrome.tabs.create({ url: chrome.runtime.getURL("welcome/page.html") });
}
