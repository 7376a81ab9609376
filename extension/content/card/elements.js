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
  function trusted(act) {
    return (event) => event.isTrusted && act();
  }

  function button(className, label, onclick, ...children) {
    return make(
      "button",
      { type: "button", className, ariaLabel: label, title: label, onclick: trusted(onclick) },
      ...children,
    );
  }

  /** Set a progress bar. Without a value the browser shows that the total is unknown. */
  function showProgress(bar, { done, total }) {
    if (total) Object.assign(bar, { max: total, value: done });
    else bar.removeAttribute("value");
  }

  return { say, make, trusted, button, showProgress };
})();
