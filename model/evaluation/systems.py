"""What a system is: a way to make a digest of an article, to be measured beside others."""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from model.data.documents import POINTS
from server.digest.article import Article
from server.digest.salience.scorer import Progress, Scorer, Scores
from server.summarizer import Point

# Returns the sentences to quote as points, by index and in the article's order.
Choose = Callable[[Article], list[int]]
# Returns the points, none if the system refuses the article.
Write = Callable[[Article], Sequence[Point]]


class SharedScorer:
    """Scores an article once for all systems that ask in a row, and counts the time saved."""

    def __init__(self, scorer: Scorer) -> None:
        """Take the scorer to share; `spared` counts the seconds that shared scores saved."""
        self.spared = 0.0
        self._scorer = scorer
        self._last: tuple[Article, Scores, float] | None = None

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Return the scores of the article, at once if it was the last one asked for."""
        if self._last and self._last[0] is article:
            _, scores, seconds = self._last
            self.spared += seconds
            return scores
        start = time.perf_counter()
        scores = yield from self._scorer.score(article)
        self._last = article, scores, time.perf_counter() - start
        return scores


@dataclass(frozen=True, slots=True)
class System:
    """A way to make digests, and the scorer that it shares with other systems, if any."""

    write: Write
    scorer: SharedScorer | None = None

    def run(self, article: Article) -> tuple[Sequence[Point], float]:
        """Return the digest, and the seconds that it would take without sharing."""
        spared = self.scorer.spared if self.scorer else 0.0
        start = time.perf_counter()
        points = self.write(article)
        seconds = time.perf_counter() - start
        return points, seconds + (self.scorer.spared - spared if self.scorer else 0.0)


def choose_lead(article: Article) -> list[int]:
    """Return the first sentences: Lead-3, the baseline that any system for news has to beat."""
    return list(range(min(POINTS, len(article.sentences))))


def quote(choose: Choose) -> Write:
    """Return a system whose points are the chosen sentences, unchanged."""

    def write(article: Article) -> list[Point]:
        chosen = [article.sentences[index] for index in choose(article)]
        return [Point(sentence.text, (sentence,)) for sentence in chosen]

    return write
