/** Reads the points aloud, with a voice that speaks on this machine and sends nothing away. */
globalThis.nutgraf ??= {};

nutgraf.speech ??= (() => {
  const tidy = (lang) => lang.replace("_", "-").toLowerCase();

  /**
   * Choose the voice for an English text.
   * @param {{lang: string, localService: boolean, default: boolean}[]} voices of the system
   * @param {string} lang the language tag of the page, or nothing
   * @returns {?object} null if none is both English and offline
   */
  function pickVoice(voices, lang) {
    const fit = voices.filter((voice) => voice.localService && /^en\b/.test(tidy(voice.lang)));
    return (
      fit.find((voice) => tidy(voice.lang) === tidy(lang)) ??
      fit.find((voice) => voice.default) ??
      fit[0] ??
      null
    );
  }

  /**
   * Make a reader of texts.
   * @param {string} lang as of pickVoice
   * @param {() => void} tell called when it can speak, cannot any more, begins or ends
   */
  function create(lang, tell) {
    const synthesis = globalThis.speechSynthesis; // Some builds of browsers have none.
    let voice = null;
    let last = null; // The last utterance of what is read, or null while nothing is.

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
      // One for each point: a browser may go silent in the middle of a long one.
      const utterances = texts.map((text) => {
        const { lang } = voice;
        return Object.assign(new SpeechSynthesisUtterance(text), { voice, lang });
      });
      const mine = (last = utterances.at(-1));
      const end = () => {
        if (last !== mine) return; // Stopped, and perhaps begun anew.
        last = null;
        tell();
      };
      for (const utterance of utterances) utterance.onerror = end;
      mine.onend = end;
      for (const utterance of utterances) synthesis.speak(utterance);
      tell();
    }

    /** Stop listening for voices, and speaking. */
    function close() {
      stop();
      synthesis?.removeEventListener("voiceschanged", findVoice);
      window.removeEventListener("pagehide", stop);
    }

    // Browsers find the voices of the system after they were asked for the first time.
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
