/** What the card says of the article beside its points: where it is from, its parts, the next one. */
globalThis.nutgraf ??= {};

nutgraf.about ??= (() => {
  const { say, make } = nutgraf.elements;
  const { makeLine } = nutgraf.pointList;

  const SECONDS = 60;

  /**
   * @typedef {object} About
   * @property {string} site
   * @property {?Date} date
   * @property {?{url: string, headline: string}} next
   * @property {{title: string}[]} sections the sub-headings
   * @property {boolean} isOpening
   */

  /** Gather what is known of an article. Of a part that was selected nothing is said. */
  function gather(found) {
    if (!found?.facts) return { site: "", date: null, next: null, sections: [], isOpening: false };
    const { sections, isOpening } = found;
    return { ...nutgraf.metadata.read(found), sections, isOpening };
  }

  function writeDate(date) {
    const format = new Intl.DateTimeFormat(say("language"), { dateStyle: "long" });
    return make("time", { dateTime: date.toISOString() }, format.format(date));
  }

  /** Make the line under the title: site, date and reading time, as far as they are known. */
  function line({ site, date }, { summary }) {
    const parts = [];
    if (site) parts.push(make("span", {}, site));
    if (date) parts.push(writeDate(date));
    if (summary) {
      const minutes = Math.max(1, Math.round(summary.reading_seconds.article / SECONDS));
      parts.push(make("span", {}, say("readingTime", String(minutes))));
    }
    const dotted = parts.flatMap((part, place) => (place ? [" · ", part] : [part]));
    return make("p", { className: "about" }, ...dotted);
  }

  /** Make the word that the page has kept back the rest; nothing where it has not. */
  function note({ isOpening }) {
    return isOpening ? [make("p", { className: "note" }, say("opening"))] : [];
  }

  /** Pair the line of each part of the article with the article's own sub-heading. */
  function pair(about, { sections }) {
    const known = sections.filter(({ section }) => about.sections[section]);
    return known.map((part) => ({ title: about.sections[part.section].title, part }));
  }

  /** Make a line for each part of the article, under its sub-heading. */
  function sections(about, state, actions) {
    const parts = pair(about, state).flatMap(({ title, part }) => [
      make("h3", {}, title),
      makeLine(part, actions, "point line"),
    ]);
    if (!parts.length) return [];
    return [make("div", { className: "sections", lang: "en", dir: "ltr" }, ...parts)];
  }

  /** Make the link to the next story; nothing where the site has none. */
  function next({ next }) {
    if (!next) return [];
    const text = next.headline ? say("next", next.headline) : say("nextArticle");
    return [make("a", { className: "next", href: next.url }, text)];
  }

  return { gather, line, note, pair, sections, next };
})();
