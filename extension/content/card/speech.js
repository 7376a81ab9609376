/** Reads the points aloud with a voice that runs on this machine, so that no text leaves it. */
globalThis.nutgraf ??= {};

nutgraf.speech ??= (() => {
  const { LANGUAGE } = nutgraf.english;

  const normalizeTag = (lang) => lang.replace("_", "-").toLowerCase();

  /**
   * Choose the voice for an English text.
   * @param {SpeechSynthesisVoice[]} voices of the system
   * @param {string} lang the language tag of the page, or ""
   * @returns {?SpeechSynthesisVoice} null if no voice is both English and offline
   */
  function pickVoice(voices, lang) {
    const suitable = voices.filter(
      ({ localService, lang: tag }) => localService && normalizeTag(tag).split("-")[0] === LANGUAGE,
    );
    return (
      suitable.find((voice) => normalizeTag(voice.lang) === normalizeTag(lang)) ??
      suitable.find((voice) => voice.default) ??
      suitable[0] ??
      null
    );
  }

  /**
   * Make a speaker.
   * @param {string} lang the language tag of the page, or ""
   * @param {() => void} tell called when it starts or stops, or a voice appears or disappears
   */
  function create(lang, tell) {
    const synthesis = globalThis.speechSynthesis; // Some builds of browsers have none.
    let voice = null;
    let last = null; // The last utterance being spoken; null while it is silent.

    function findVoice() {
      voice = pickVoice(synthesis.getVoices(), lang);
      tell();
    }

    function stop() {
      if (last === null) return;
      last = null;
      synthesis.cancel();
      tell();
    }

    function speak(texts) {
      // One for each point: some browsers fall silent in the middle of a long utterance.
      const utterances = texts.map((text) => {
        const { lang } = voice;
        return Object.assign(new SpeechSynthesisUtterance(text), { voice, lang });
      });
      const own = (last = utterances.at(-1));
      const end = () => {
        if (last !== own) return; // Stopped, and perhaps started again.
        last = null;
        tell();
      };
      for (const utterance of utterances) utterance.onerror = end;
      own.onend = end;
      for (const utterance of utterances) synthesis.speak(utterance);
      tell();
    }

    /** Stop speaking, and listening for voices. */
    function close() {
      stop();
      synthesis?.removeEventListener("voiceschanged", findVoice);
      window.removeEventListener("pagehide", stop);
    }

    // Browsers load the system's voices only after the first call that asks for them.
    synthesis?.addEventListener("voiceschanged", findVoice);
    window.addEventListener("pagehide", stop);
    if (synthesis) voice = pickVoice(synthesis.getVoices(), lang);

    return {
      canSpeak: () => voice !== null,
      isSpeaking: () => last !== null,
      speak,
      stop,
      close,
    };
  }

  return { pickVoice, create };
})();
