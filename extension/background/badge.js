/** What the toolbar button says of a tab. The browser forgets it with the page. */

/** The browser's own pages, its store and its PDF viewer let no extension in. */
export async function showUnreadable(tabId) {
  await chrome.action.setBadgeText({ tabId, text: "!" });
  await chrome.action.setTitle({ tabId, title: chrome.i18n.getMessage("no_entry") });
}
