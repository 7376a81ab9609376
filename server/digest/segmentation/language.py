"""Decide whether an article is written in English.

Of the libraries measured (`tests/fixtures/README.md`), `simplemma` answers exactly this question,
is pure Python without dependencies, and loads in a fifth of a second. It measures the share of a
text's hundred commonest words that are in its English word lists: at least 0.86 for each of 1,300
English pages cut at 500 characters, and at most 0.36 for other languages. The wide gap leaves room
for quotations, names and code.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import normalize

from server.digest.english import LANGUAGE

if TYPE_CHECKING:
    from simplemma.strategies import DefaultStrategy
    from simplemma.token_sampler import MostCommonTokenSampler

# The share of known words is stable from here on, and is computed in two milliseconds.
SAMPLE_CHARACTERS = 3000
# Prevents one long paragraph in another language from outweighing the rest.
PARAGRAPH_CHARACTERS = 300
# Midway between 0.36 and 0.86: a page passes if most of its words are English.
KNOWN_WORDS = 0.6
# About ten words. A shorter text may consist of names.
ENOUGH_LETTERS = 50
# Beyond the last Latin letter, accents included; English uses no others.
NOT_LATIN = re.compile("[^\0-\u024f]")
# As many distinct words as the articles that one reader opens in a day.
REMEMBERED_WORDS = 10_000


def is_english(paragraphs: Sequence[str], hint: str = "") -> bool:
    """Return whether most of the text is English; text too short to tell counts as English.

    `hint` is the language tag of the page ("en-GB", "de"). Pages often carry the tag of their
    template, so the hint counts only if the text is too short.
    """
    sample = _sample(paragraphs)
    letters = sum(map(str.isalpha, sample))
    others = sum(map(str.isalpha, NOT_LATIN.findall(sample)))
    if others * 2 > letters:
        return False
    if letters < ENOUGH_LETTERS:
        return not hint or hint.lower().startswith(LANGUAGE)
    words = _load_sampler().sample_text(sample)
    # The commonest words come first and are remembered; a rare one takes a tenth of a millisecond.
    # So stop as soon as enough are known.
    known = filter(_is_known, words)
    return any(islice(known, max(0, ceil(KNOWN_WORDS * len(words)) - 1), None))


def load_words() -> None:
    """Load the word lists, for which the first call of `is_english` would have to wait."""
    _is_known("the")


@lru_cache(REMEMBERED_WORDS)
def _is_known(word: str) -> bool:
    # The word lists are in this form.
    return _load_rules().get_lemma(normalize("NFC", word), LANGUAGE) is not None


# Imported late: simplemma's rules for all languages take a quarter of the server's start-up time,
# and can load while the network opens.
@cache
def _load_sampler() -> "MostCommonTokenSampler":
    from simplemma.token_sampler import MostCommonTokenSampler

    return MostCommonTokenSampler()


@cache
def _load_rules() -> "DefaultStrategy":
    from simplemma.strategies import DefaultStrategy

    # low_memory does not unpack the word list: it loads in a third less time, with equal results.
    return DefaultStrategy(low_memory=True)


def _sample(paragraphs: Sequence[str]) -> str:
    """Return the beginnings of paragraphs spread evenly over the article."""
    step = max(1, len(paragraphs) * PARAGRAPH_CHARACTERS // SAMPLE_CHARACTERS)
    openings = (paragraph[:PARAGRAPH_CHARACTERS] for paragraph in paragraphs[::step])
    return "\n".join(openings)[:SAMPLE_CHARACTERS]
