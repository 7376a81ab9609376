/** Whether the card is light or dark: as its page is, or as the reader wants it. */
globalThis.nutgraf ??= {};

nutgraf.theme ??= (() => {
  const { page, outward } = nutgraf.domText;

  /** Darker than this is night. Between light grey and dark grey there are few pages. */
  const DUSK = 0.43;

  /** Less opaque than this, a background is tinted glass: what is behind it decides. */
  const OPAQUE = 0.5;

  /**
   * Read how light a computed colour is.
   * @param {string} color as `getComputedStyle` gives it
   * @returns {?number} 0 for black to 1 for white; null if it is not opaque or of no known kind
   */
  function readLightness(color) {
    const [kind] = color.match(/^[a-z]+/) ?? [""];
    const parts = color.replace(/^color\([\w-]+/, "").replaceAll("none", "0");
    const numbers = (parts.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
    const [first, second, third, alpha = 1] = numbers;
    if (numbers.length < 3 || alpha <= OPAQUE) return null;
    // Relative luminance, as in WCAG 2.2, without its gamma: near enough to tell night from day.
    const light = 0.2126 * first + 0.7152 * second + 0.0722 * third;
    const readers = {
      rgb: () => light / 255,
      rgba: () => light / 255,
      color: () => light,
      oklab: () => first,
      oklch: () => first,
      lab: () => first / 100,
      lch: () => first / 100,
    };
    return Object.hasOwn(readers, kind) ? readers[kind]() : null;
  }

  /** Say whether the page behind the card is dark, from the nearest background that is painted. */
  function isPageDark(node) {
    for (const element of outward(node)) {
      const lightness = readLightness(getComputedStyle(element).backgroundColor);
      if (lightness !== null) return lightness < DUSK;
    }
    const schemes = getComputedStyle(page.documentElement).colorScheme;
    return schemes.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches;
  }

  /**
   * Say how the card shall look.
   * @param {"page" | "light" | "dark"} choice the reader's
   * @param {Element} parent what the card stands in
   * @returns {"light" | "dark"}
   */
  function find(choice, parent) {
    if (choice !== "page") return choice;
    return isPageDark(parent) ? "dark" : "light";
  }

  /** Call `tell` whenever the page may have changed its colours. @returns {() => void} an end to it */
  function watch(tell) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    // The switches of sites set an attribute here; some let the colours fade after it.
    const observer = new MutationObserver(tell);
    for (const box of [page.documentElement, page.body]) {
      if (box) observer.observe(box, { attributes: true });
    }
    const fade = ({ propertyName }) => propertyName === "background-color" && tell();
    system.addEventListener("change", tell);
    window.addEventListener("transitionend", fade);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", tell);
      window.removeEventListener("transitionend", fade);
    };
  }

  return { readLightness, find, watch };
})();
