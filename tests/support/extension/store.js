/** A store that keeps copies, as the browser's does, and has no way to the reader's account. */
export function makeStore(stored = {}) {
  return {
    stored,
    get: async (keys) =>
      Object.fromEntries(keys.filter((key) => key in stored).map((key) => [key, stored[key]])),
    set: async (items) => void Object.assign(stored, structuredClone(items)),
  };
}
