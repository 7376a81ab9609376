/** Makes the elements of the card. Text is inserted as text only, never as markup. */
globalThis.nutgraf ??= {};

nutgraf.elements ??= (() => {
  const { page } = nutgraf.dom;
  const { say } = nutgraf.browser;

  /** Make an element of the card. `children` are elements or plain text. */
  function make(tag, properties = {}, ...children) {
    const element = Object.assign(page.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  /** Make a handler that only the reader can trigger: the page's scripts can reach the buttons, too. */
  function handleTrusted(act) {
    return (event) => event.isTrusted && act();
  }

  /** Make a button; `label` is its accessible name and its tooltip. */
  function makeButton(className, label, act, ...children) {
    const onclick = handleTrusted(act);
    const properties = { type: "button", className, ariaLabel: label, title: label, onclick };
    return make("button", properties, ...children);
  }

  /** Set a progress bar. Without a value the browser shows that the total is unknown. */
  function showProgress(bar, { done, total }) {
    if (total) Object.assign(bar, { max: total, value: done });
    else bar.removeAttribute("value");
  }

  return { say, make, handleTrusted, makeButton, showProgress };
})();
