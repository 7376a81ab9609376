/**
 * What the card knows, and how each event changes it. Pure: no page, no browser.
 *
 * @typedef {"working" | "points" | "error"} Phase
 * @typedef {"full" | "simplified"} View
 * @typedef {{code: string, message?: string, hint?: string, port?: number, command?: string}} Failure
 *     the server's, or a code of ours; `command` is what to type to mend it
 * @typedef {object} State
 * @property {number} request which question the answers must belong to
 * @property {Phase} phase
 * @property {View} view
 * @property {{done: number, total: number, isQueued: boolean}} progress parts of the article that
 *     the model has read; `total` is 0 until it is known
 * @property {{text: string, style: string, sources: object[]}[]} points
 * @property {{section: number, text: string, style: string, sources: object[]}[]} sections a line
 *     for each part of the article; `section` is its place among the sub-headings
 * @property {?{words: object, reading_seconds: object, model: string}} summary
 * @property {?Failure} failure
 * @property {?{points: object[], sections: object[]}} next what has come of the digest that shall take the place of
 *     the one in view, in another wording; null while none was asked for
 * @property {Object<string, string>} wording the settings that the digest in view was asked with
 * @property {?Failure} trouble why the last `next` came to nothing
 * @property {Object<string, string>} settings what the reader has chosen, by name
 */
globalThis.nutgraf ??= {};

nutgraf.state ??= (() => {
  const START = { done: 0, total: 0, isQueued: false };

  /**
   * Begin to wait for the answer to a request: the article stays in view until one comes.
   * @param {number} request
   * @param {{settings: Object<string, string>}} reader
   * @returns {State}
   */
  function start(request, reader) {
    return {
      request,
      phase: "working",
      view: "full",
      progress: START,
      points: [],
      sections: [],
      summary: null,
      failure: null,
      next: null,
      settings: reader.settings,
      wording: reader.settings,
      trouble: null,
    };
  }

  /** Ask anew, with the settings as they are by now: the digest in view stays until that is done. */
  function restart(state, request) {
    return {
      ...state,
      request,
      progress: START,
      next: { points: [], sections: [] },
      trouble: null,
    };
  }

  /** Each event's effect: the server's lines by their type, and the reader's choice of view. */
  const effects = {
    queued: (state) => ({ ...state, progress: { ...START, isQueued: true } }),
    progress: (state, { done, total }) => ({
      ...state,
      progress: { done, total, isQueued: false },
    }),
    point: (state, { text, style, sources }) => {
      const { points, sections } = state.next ?? state;
      const longer = { points: [...points, { text, style, sources }], sections };
      if (state.next) return { ...state, next: longer };
      const view = state.phase === "working" ? "simplified" : state.view;
      return { ...state, ...longer, phase: "points", view };
    },
    section: (state, { section, text, style, sources }) => {
      const lines = [...(state.next ?? state).sections, { section, text, style, sources }];
      if (state.next) return { ...state, next: { ...state.next, sections: lines } };
      return { ...state, sections: lines };
    },
    done: (state, { words, reading_seconds, model }) => ({
      ...state,
      ...state.next,
      next: null,
      wording: state.settings,
      summary: { words, reading_seconds, model },
    }),
    error: (state, { error }) => {
      // The points in view are good, and so they are what is chosen again.
      if (state.next && state.summary) {
        const { length, style } = state.wording;
        const settings = { ...state.settings, length, style };
        return { ...state, settings, next: null, trouble: error };
      }
      // Half a digest would pass for a whole one, so a late failure takes the points away.
      return {
        ...state,
        phase: "error",
        view: "full",
        points: [],
        sections: [],
        next: null,
        failure: error,
      };
    },
    choose: (state, { name, choice }) => ({
      ...state,
      settings: { ...state.settings, [name]: choice },
    }),
    view: (state, { view }) => (state.phase === "points" ? { ...state, view } : state),
  };

  /** Say whether a setting is one that only the server can follow. */
  function isWording(name) {
    return name === "length" || name === "style";
  }

  /** Say whether an answer is still to come. */
  function isWaiting(state) {
    return state.phase !== "error" && (state.summary === null || state.next !== null);
  }

  /**
   * Apply one event.
   * An event that names another request is late, and one of unknown type is not ours: neither
   * changes anything.
   * @param {State} state
   * @param {{type: string, request?: number}} event
   * @returns {State}
   */
  function reduce(state, event) {
    if (event.request !== undefined && event.request !== state.request) return state;
    if (!Object.hasOwn(effects, event.type)) return state;
    return effects[event.type](state, event);
  }

  return { start, restart, isWording, reduce, isWaiting };
})();
