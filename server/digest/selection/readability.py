"""How easily a sentence reads, so that of two that tell as much the easier one is chosen.

By the Flesch-Kincaid grade (Kincaid 1975), with syllables counted as runs of vowels.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from server.digest.article import Article
from server.digest.english.syllables import SPELLED_WORD, count_syllables
from server.digest.salience.scorer import FloatArray, Scores

# A grade that every reader of news has.
EASY = 6
# What a grade above that costs: with 0.07 the points are 1.7 grades easier and lose 0.8 ROUGE-1,
# with 0.03 half of the first for a tenth of the second (model/LOG.md, 2026-11-23).
COST = 0.08


def prefer_easy(article: Article, scores: Scores) -> Scores:
    """Return the scores with the salience of each sentence weighed by how easily it reads."""
    ease = weigh_ease([sentence.text for sentence in article.sentences])
    return replace(scores, salience=scores.salience * ease)


def weigh_ease(texts: Sequence[str]) -> FloatArray:
    """Return, for each of S sentences, what its salience is worth in the plain style, 0 to 1."""
    grades = np.array([grade_sentence(text) for text in texts], dtype=np.float32)
    weights: FloatArray = np.exp(-COST * np.maximum(0, grades - EASY)).astype(np.float32)
    return weights


def grade_sentence(text: str) -> float:
    """Return the American school grade that a sentence needs; 0 if it has no words."""
    words = SPELLED_WORD.findall(text.lower())
    return compute_grade(len(words), 1, sum(map(count_syllables, words))) if words else 0.0


def compute_grade(words: int, sentences: int, syllables: int) -> float:
    """Return the Flesch-Kincaid grade of so many words, one at least."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59
