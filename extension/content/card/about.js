/**
 * What the card shows about the article besides its points: its source, sections and next story.
 *
 * @typedef {object} About
 * @property {string} site
 * @property {?Date} date
 * @property {?{url: string, headline: string}} next
 * @property {{title: string}[]} sections the sub-headings
 * @property {boolean} isOpening whether the page keeps the rest back
 */
globalThis.nutgraf ??= {};

nutgraf.about ??= (() => {
  const { say, make } = nutgraf.elements;
  const { makeLine } = nutgraf.pointList;
  const { LANGUAGE } = nutgraf.english;

  const SECONDS_PER_MINUTE = 60;

  /** @type {About} */
  const NOTHING = { site: "", date: null, next: null, sections: [], isOpening: false };

  /**
   * Collect what is known about an article; nothing about a selection.
   * @param {?Article} found
   * @returns {About}
   */
  function gather(found) {
    if (!found?.facts) return NOTHING;
    const { sections, isOpening } = found;
    return { ...nutgraf.metadata.read(found), sections, isOpening };
  }

  function makeDate(date) {
    const format = new Intl.DateTimeFormat(say("language"), { dateStyle: "long" });
    return make("time", { dateTime: date.toISOString() }, format.format(date));
  }

  /** Make the line under the title: site, date and reading time, as far as they are known. */
  function makeSource({ site, date }, { summary }) {
    const parts = [];
    if (site) parts.push(make("span", {}, site));
    if (date) parts.push(makeDate(date));
    if (summary) {
      const minutes = Math.round(summary.reading_seconds.article / SECONDS_PER_MINUTE);
      parts.push(make("span", {}, say("readingTime", String(Math.max(1, minutes)))));
    }
    const dotted = parts.flatMap((part, place) => (place ? [" · ", part] : [part]));
    return make("p", { className: "about" }, ...dotted);
  }

  /** Make the note that the page keeps back the rest of the article, or nothing. */
  function makeOpeningNote({ isOpening }) {
    return isOpening ? [make("p", { className: "note" }, say("opening"))] : [];
  }

  /**
   * Pair the digest's line for each section with the article's own sub-heading.
   * @param {About} about
   * @param {State} state
   */
  function pairSections(about, { sections }) {
    const known = sections.filter(({ section }) => about.sections[section]);
    return known.map((line) => ({ title: about.sections[line.section].title, line }));
  }

  /** Make a line for each section of the article, under its sub-heading. */
  function makeSections(about, state, actions) {
    const parts = pairSections(about, state).flatMap(({ title, line }) => [
      make("h3", {}, title),
      makeLine(line, actions, "point line"),
    ]);
    if (!parts.length) return [];
    return [make("div", { className: "sections", lang: LANGUAGE, dir: "ltr" }, ...parts)];
  }

  /** Make the link to the next story, or nothing. */
  function makeNext({ next }) {
    if (!next) return [];
    const text = next.headline ? say("next", next.headline) : say("nextArticle");
    return [make("a", { className: "next", href: next.url }, text)];
  }

  return { gather, makeSource, makeOpeningNote, pairSections, makeSections, makeNext };
})();
