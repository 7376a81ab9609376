"""Tell whether an article is written in English.

Of the libraries measured (`tests/fixtures/README.md`) `simplemma` answers the very question, is
pure Python without dependencies, and loads in a fifth of a second. Its measure is the share of
the hundred commonest words of a text that English word lists know: at least 0.86 in each of 1,300
English pages, cut at 500 characters, and at most 0.36 in other languages, so that quotations, names
and code do no harm.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simplemma import LanguageDetector

# Past this the share of known words no longer changes; it takes two milliseconds.
SAMPLE_CHARACTERS = 3000
# So that one long paragraph in another language cannot speak for the rest.
PARAGRAPH_CHARACTERS = 300
# Midway between the two, so that a page passes when most of its words are English.
KNOWN_WORDS = 0.6
# About ten words. Less than this may be names alone: too short to tell.
ENOUGH_LETTERS = 50
# Letters up to here are Latin ones, accents included; English has no others.
LAST_LATIN = "\u024f"
# As many words as a reader's articles of a day have, most of them in common.
REMEMBERED = 10_000


def is_english(paragraphs: Sequence[str], hint: str = "") -> bool:
    """Tell whether most of the text is English; text too short to tell counts as English.

    `hint` is the language tag of the page ("en-GB", "de"). Pages often carry the tag of their
    template, so it decides only where the text is too short to do so.
    """
    sample = _sample(paragraphs)
    letters = [character for character in sample if character.isalpha()]
    latin = sum(character <= LAST_LATIN for character in letters)
    if latin * 2 < len(letters):
        return False
    if len(letters) < ENOUGH_LETTERS:
        return not hint or hint.lower().startswith("en")
    return bool(_load_detector().proportion_in_target_languages(sample) >= KNOWN_WORDS)


@cache
def _load_detector() -> "LanguageDetector":
    # Imported late: its rules for all languages take a quarter of the time that the server needs to
    # start, and can be read while the network opens.
    from simplemma import LanguageDetector
    from simplemma.strategies import DefaultStrategy

    class Remembering(DefaultStrategy):
        get_lemma = lru_cache(REMEMBERED)(DefaultStrategy.get_lemma)

    # low_memory reads the word list without unpacking it: a third less time to load, same answers.
    return LanguageDetector("en", lemmatization_strategy=Remembering(low_memory=True))


def _sample(paragraphs: Sequence[str]) -> str:
    """Return the openings of paragraphs taken evenly from the whole article."""
    step = max(1, len(paragraphs) * PARAGRAPH_CHARACTERS // SAMPLE_CHARACTERS)
    openings = (paragraph[:PARAGRAPH_CHARACTERS] for paragraph in paragraphs[::step])
    return "\n".join(openings)[:SAMPLE_CHARACTERS]
