"""Weigh sentences by how easily they read, so that the easier of two salient ones is chosen.

Measured by the Flesch-Kincaid grade (Kincaid 1975).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from server.digest.article import Article
from server.digest.english.syllables import SPELLED_WORD, count_syllables
from server.digest.salience.scorer import FloatArray, Scores

# A school grade that every reader of news has completed.
EASY = 6
# The cost of each grade above that: 0.07 makes the points 1.7 grades easier and costs 0.8 ROUGE-1;
# 0.03 gives half of the gain for a tenth of the cost (model/LOG.md, 2026-11-23).
COST = 0.08


def prefer_easy(article: Article, scores: Scores) -> Scores:
    """Return the scores with each salience multiplied by how easily its sentence reads."""
    ease = weigh_ease([sentence.text for sentence in article.sentences])
    return replace(scores, salience=scores.salience * ease)


def weigh_ease(texts: Sequence[str]) -> FloatArray:
    """Return the factor of the salience of each of S sentences in the plain style, 0 to 1."""
    grades = np.array([grade_sentence(text) for text in texts], dtype=np.float32)
    weights: FloatArray = np.exp(-COST * np.maximum(0, grades - EASY)).astype(np.float32)
    return weights


def grade_sentence(text: str) -> float:
    """Return the American school grade a sentence requires; 0 if it has no words."""
    words = SPELLED_WORD.findall(text.lower())
    return compute_grade(len(words), 1, sum(map(count_syllables, words))) if words else 0.0


def compute_grade(words: int, sentences: int, syllables: int) -> float:
    """Return the Flesch-Kincaid grade of a text with at least one word."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59
