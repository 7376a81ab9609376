/** Decides whether the card is light or dark: as its page is, or as the reader has chosen. */
globalThis.nutgraf ??= {};

nutgraf.theme ??= (() => {
  const { page, walkUp } = nutgraf.dom;

  /** A darker page counts as dark. Few pages lie between light grey and dark grey. */
  const DUSK = 0.43;

  /** A background this transparent only tints the one behind it, which decides. */
  const OPAQUE = 0.5;

  /**
   * Return the lightness of a computed colour.
   * @param {string} color from `getComputedStyle`
   * @returns {?number} from 0 (black) to 1 (white); null if it is not opaque or of unknown format
   */
  function readLightness(color) {
    const [kind] = color.match(/^[a-z]+/) ?? [""];
    const parts = color.replace(/^color\([\w-]+/, "").replaceAll("none", "0");
    const numbers = (parts.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
    const [first, second, third, alpha = 1] = numbers;
    if (numbers.length < 3 || alpha <= OPAQUE) return null;
    // Relative luminance, as in WCAG 2.2, without its gamma: close enough to tell dark from light.
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

  /** Return whether the nearest painted background behind a node is dark. */
  function isPageDark(node) {
    for (const element of walkUp(node)) {
      const lightness = readLightness(getComputedStyle(element).backgroundColor);
      if (lightness !== null) return lightness < DUSK;
    }
    const schemes = getComputedStyle(page.documentElement).colorScheme;
    return schemes.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches;
  }

  /**
   * Find the theme of the card.
   * @param {"page" | "light" | "dark"} choice the reader's
   * @param {Element} parent the element that contains the card
   * @returns {"light" | "dark"}
   */
  function find(choice, parent) {
    if (choice !== "page") return choice;
    return isPageDark(parent) ? "dark" : "light";
  }

  /**
   * Call `tell` whenever the page may have changed its colours.
   * @param {() => void} tell
   * @returns {() => void} ends the watch
   */
  function watch(tell) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    // A site's theme switch sets an attribute of one of these; some then fade the colours.
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
