"""Ways to choose the points of an article, for measuring them beside each other."""

from collections.abc import Callable, Generator

from server.digest.article import Article
from server.digest.scoring import CentralityScorer, Encode, Progress, Scores
from server.digest.selection import select
from server.digest.tokens import Tokens

POINTS = 3

System = Callable[[Article], list[int]]


def choose_lead(article: Article) -> list[int]:
    """Return the first sentences as they come: what any system for news has to beat."""
    return list(range(min(POINTS, len(article.sentences))))


def build_centrality(tokens: Tokens, encode: Encode, limit: int) -> System:
    """Return what the server does, over any encoder of windows."""
    scorer = CentralityScorer(tokens, encode, limit)

    def choose(article: Article) -> list[int]:
        return select(article, _finish(scorer.score(article)), POINTS)

    return choose


def _finish(steps: Generator[Progress, None, Scores]) -> Scores:
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            scores: Scores = stop.value
            return scores
