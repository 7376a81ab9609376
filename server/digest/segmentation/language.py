"""Decide whether an article is written in English.

Of the libraries measured (`tests/fixtures/README.md`), `simplemma` answers exactly this question,
is pure Python without dependencies, and loads in a fifth of a second. It measures the share of a
text's hundred commonest words that are in its English word lists: at least 0.86 for each of 1,300
English pages cut at 500 characters, and at most 0.36 for other languages. The wide gap leaves room
for quotations, names and code.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from server.digest.english import LANGUAGE

if TYPE_CHECKING:
    from simplemma import LanguageDetector

# The share of known words is stable from here on, and is computed in two milliseconds.
SAMPLE_CHARACTERS = 3000
# Prevents one long paragraph in another language from outweighing the rest.
PARAGRAPH_CHARACTERS = 300
# Midway between 0.36 and 0.86: a page passes if most of its words are English.
KNOWN_WORDS = 0.6
# About ten words. A shorter text may consist of names.
ENOUGH_LETTERS = 50
# The last Latin letter, accents included; English uses no others.
LAST_LATIN = "\u024f"
# As many distinct words as the articles that one reader opens in a day.
REMEMBERED_WORDS = 10_000


def is_english(paragraphs: Sequence[str], hint: str = "") -> bool:
    """Return whether most of the text is English; text too short to tell counts as English.

    `hint` is the language tag of the page ("en-GB", "de"). Pages often carry the tag of their
    template, so the hint counts only if the text is too short.
    """
    sample = _sample(paragraphs)
    letters = [character for character in sample if character.isalpha()]
    latin = sum(character <= LAST_LATIN for character in letters)
    if latin * 2 < len(letters):
        return False
    if len(letters) < ENOUGH_LETTERS:
        return not hint or hint.lower().startswith(LANGUAGE)
    return bool(_load_detector().proportion_in_target_languages(sample) >= KNOWN_WORDS)


@cache
def _load_detector() -> "LanguageDetector":
    # Imported late: its rules for all languages take a quarter of the server's start-up time, and
    # can load while the network opens.
    from simplemma import LanguageDetector
    from simplemma.strategies import DefaultStrategy

    class Remembering(DefaultStrategy):
        get_lemma = lru_cache(REMEMBERED_WORDS)(DefaultStrategy.get_lemma)

    # low_memory does not unpack the word list: it loads in a third less time, with equal results.
    return LanguageDetector(LANGUAGE, lemmatization_strategy=Remembering(low_memory=True))


def _sample(paragraphs: Sequence[str]) -> str:
    """Return the beginnings of paragraphs spread evenly over the article."""
    step = max(1, len(paragraphs) * PARAGRAPH_CHARACTERS // SAMPLE_CHARACTERS)
    openings = (paragraph[:PARAGRAPH_CHARACTERS] for paragraph in paragraphs[::step])
    return "\n".join(openings)[:SAMPLE_CHARACTERS]
