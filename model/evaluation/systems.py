"""Ways to make a digest of an article, for measuring them beside each other."""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from server.digest.article import Article
from server.digest.salience.scorer import Progress, Scorer, Scores
from server.summarizer import Point

POINTS = 3

# The sentences that are to stand as points, by index and in the article's order.
Choose = Callable[[Article], list[int]]
# The points themselves; none where a system refuses the article.
Write = Callable[[Article], Sequence[Point]]


class SharedScorer:
    """Reads an article once for all systems that ask for it in a row, and keeps the account."""

    def __init__(self, scorer: Scorer) -> None:
        """Take the scorer to ask; `spared` are the seconds that its answers took when not asked."""
        self.spared = 0.0
        self._scorer = scorer
        self._last: tuple[Article, Scores, float] | None = None

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        """Return the scores of the article, at once if it is the one of the last call."""
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
    """One way to make digests, and the scorer that it shares with others, if it does."""

    write: Write
    scorer: SharedScorer | None = None

    def run(self, article: Article) -> tuple[Sequence[Point], float]:
        """Return the digest, and the seconds that it takes when nothing is shared."""
        spared = self.scorer.spared if self.scorer else 0.0
        start = time.perf_counter()
        points = self.write(article)
        seconds = time.perf_counter() - start
        return points, seconds + (self.scorer.spared - spared if self.scorer else 0.0)


def choose_lead(article: Article) -> list[int]:
    """Return the first sentences as they come: what any system for news has to beat."""
    return list(range(min(POINTS, len(article.sentences))))


def quote(choose: Choose) -> Write:
    """Return the system whose points are the chosen sentences, unchanged."""

    def write(article: Article) -> list[Point]:
        chosen = [article.sentences[index] for index in choose(article)]
        return [Point(sentence.text, (sentence,)) for sentence in chosen]

    return write
