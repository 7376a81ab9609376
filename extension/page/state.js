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
 * @property {{done: number, total: number}} progress windows of the article that the model has read
 * @property {{text: string, sources: object[]}[]} points
 * @property {?{words: object, reading_seconds: object, model: string}} summary
 * @property {?Failure} failure
 * @property {Object<string, string>} settings what the reader has chosen, by name
 * @property {Object<string, string[]>} choices what there is to choose, by name
 * @property {string} shortcut the keys that open and close the card, or nothing
 */
globalThis.nutgraf ??= {};

nutgraf.state = (() => {
  /**
   * Begin to wait for the answer to a request: the article stays in view until one comes.
   * @param {number} request
   * @param {{settings: object, choices: object, shortcut: string}} reader
   * @returns {State}
   */
  function start(request, reader) {
    return {
      ...reader,
      request,
      phase: "working",
      view: "full",
      progress: { done: 0, total: 0 },
      points: [],
      summary: null,
      failure: null,
    };
  }

  /** Each event's effect: the server's lines by their type, and the reader's choice of view. */
  const effects = {
    progress: (state, { done, total }) => ({ ...state, progress: { done, total } }),
    point: (state, { text, sources }) => ({
      ...state,
      phase: "points",
      view: state.phase === "working" ? "simplified" : state.view,
      points: [...state.points, { text, sources }],
    }),
    done: (state, { words, reading_seconds, model }) => ({
      ...state,
      summary: { words, reading_seconds, model },
    }),
    // Half a digest would pass for a whole one, so a late failure takes the points away.
    error: (state, { error }) => ({
      ...state,
      phase: "error",
      view: "full",
      points: [],
      failure: error,
    }),
    choose: (state, { name, choice }) => ({
      ...state,
      settings: { ...state.settings, [name]: choice },
    }),
    view: (state, { view }) => (state.phase === "points" ? { ...state, view } : state),
  };

  /** Say whether an answer is still to come. */
  function isWaiting(state) {
    return state.phase !== "error" && state.summary === null;
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

  return { start, reduce, isWaiting };
})();
