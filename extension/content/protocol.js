/** What the extension must know of the protocol (server/API.md). A test compares it with the server. */
globalThis.nutgraf ??= {};

nutgraf.protocol ??= {
  /** An article beyond these limits is refused, so it is not sent at all. */
  MAX_CHARACTERS: 400_000,
  MAX_PARAGRAPHS: 10_000,

  /** Sections beyond this one are not sent. */
  MAX_SECTIONS: 200,
};
