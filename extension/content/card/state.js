/**
 * The state of the card, and how each event changes it. Pure: it uses no page and no browser.
 *
 * @typedef {"working" | "points" | "error"} Phase
 * @typedef {"full" | "simplified"} View
 * @typedef {{code: string, message: string, hint: string, command: string, button: string,
 *     again: boolean}} Failure explained by lib/failures.js
 * @typedef {object} State
 * @property {number} request the number of the request; answers to any other are late
 * @property {Phase} phase
 * @property {View} view
 * @property {{done: number, total: number, isQueued: boolean}} progress in windows of the article
 *     that the model has read; `total` is 0 until it is known
 * @property {{text: string, style: string, sources: object[]}[]} points
 * @property {{section: number, text: string, style: string, sources: object[]}[]} sections a line
 *     for each section of the article; `section` is the index of its sub-heading
 * @property {?{words: object, reading_seconds: object, model: string}} summary
 * @property {?Failure} failure
 * @property {?{points: object[], sections: object[]}} next the digest in another wording, as far as
 *     it has arrived; it replaces the one in view when it is complete. null if none was requested
 * @property {Object<string, string>} wording the settings with which the digest in view was requested
 * @property {?Failure} trouble why the last `next` failed
 * @property {Object<string, string>} settings the reader's choices, by name
 */
globalThis.nutgraf ??= {};

nutgraf.state ??= (() => {
  const START = { done: 0, total: 0, isQueued: false };

  /**
   * Start waiting for the answer to a request. The article stays in view until it arrives.
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

  /** Start another request, with the current settings. The digest in view stays until it is done. */
  function restart(state, request) {
    return {
      ...state,
      request,
      progress: START,
      next: { points: [], sections: [] },
      trouble: null,
    };
  }

  /** The effect of each type of event: the lines of the server's answer, and the reader's choices. */
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
      // The digest in view is still valid, so the settings return to those it was requested with.
      if (state.next && state.summary) {
        const { length, style } = state.wording;
        const settings = { ...state.settings, length, style };
        return { ...state, settings, next: null, trouble: error };
      }
      // Half a digest would look like a whole one, so a late failure removes the points.
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

  /** Return whether a setting changes the digest, so that the server must be asked again. */
  function isWording(name) {
    return name === "length" || name === "style";
  }

  /** Return whether an answer is still to come. */
  function isWaiting(state) {
    return state.phase !== "error" && (state.summary === null || state.next !== null);
  }

  /**
   * Apply one event.
   * Late events, which name another request, and events of unknown type change nothing.
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
