"""Select the sentence for each section of an article, shown under the article's sub-heading."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from server.digest.article import Article
from server.digest.english.calendar import DATE_NAME
from server.digest.english.closed_class import PREPOSITIONS, SUBORDINATORS, find_words
from server.digest.english.coreference import find_introduced, find_needs, find_surname
from server.digest.english.openings import POINTING_BACK, find_opening
from server.digest.english.stems import compare_stems
from server.digest.salience.scorer import Scores
from server.digest.selection.mmr import DISCOUNT, REPETITION

# The share of its salience that the end of a section loses to its opening, which says what the
# section is about. It changes 45 of 452 lines for news of ../shared/pages, mostly for the better.
LEAD = 0.3

DATE_START = re.compile(DATE_NAME)


class LineSelector:
    """Selects a sentence for each section, in the article's order.

    As with points, salience is discounted by what has been said, and nothing is said twice. A line
    must not refer to another, since a sub-heading separates them; only a person may be known by
    name from the points and the lines before.
    """

    def __init__(
        self, article: Article, scores: Scores, chosen: Sequence[int], points: Sequence[str]
    ) -> None:
        """Take the points: the indices of their sentences, `chosen`, and their texts."""
        self._article = article
        self._salience = scores.salience
        self._texts = [sentence.text for sentence in article.sentences]
        self._needs = find_needs(self._texts)
        self._said = [article.stems[index] for index in chosen]
        self._known = {name for point in points for name in find_introduced(point)}

    def find_best(self, places: range) -> int | None:
        """Return the index of the sentence for the section at `places`, or None."""
        shares = {index: self._repeat(index) for index in places if self._can_stand(index)}
        weights = {
            index: float(self._salience[index])
            * (1 - DISCOUNT * share)
            * (1 - LEAD * (index - places.start) / len(places))
            for index, share in shares.items()
            if share < REPETITION
        }
        return max(weights, key=weights.__getitem__, default=None)

    def add(self, index: int, line: str) -> None:
        """Record that the sentence at `index` is shown, worded as `line`."""
        self._said.append(self._article.stems[index])
        self._known.update(find_introduced(line))

    def _repeat(self, index: int) -> float:
        """Return how much of a sentence has been said already, 0 to 1."""
        own = self._article.stems[index]
        return max((compare_stems(own, other) for other in self._said), default=0.0)

    def _can_stand(self, index: int) -> bool:
        text = self._texts[index]
        if not self._article.eligible[index] or find_needs([text]) != [None] or _looks_back(text):
            return False
        return self._needs[index] is None or find_surname(find_opening(text)) in self._known


def split_sections(article: Article) -> Iterator[range]:
    """Yield the range of sentence indices of each section."""
    paragraphs = [sentence.paragraph for sentence in article.sentences]
    for start, end in pairwise((*(article.sections or ()), len(article.paragraphs))):
        yield range(bisect_left(paragraphs, start), bisect_left(paragraphs, end))


def _looks_back(text: str) -> bool:
    """Return whether a sentence refers back, or has a pronoun before any name.

    As in "At the age of 18 she left"; `find_needs` judges the first words only.
    """
    opening = find_opening(text)
    if POINTING_BACK.match(opening):
        return True
    tokens = opening.split()
    words = find_words(tokens)
    if not words or words[0] not in PREPOSITIONS | SUBORDINATORS:
        return False
    for place in range(1, len(words)):
        if words[place] in ("he", "she"):
            return True
        if words[place] in ("they", "it") and tokens[place - 1].endswith(","):
            return True
        if tokens[place][:1].isupper() and not DATE_START.match(tokens[place]):
            return False
    return False
