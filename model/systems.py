"""Ways to make a digest of an article, for measuring them beside each other."""

from collections.abc import Callable, Generator
from pathlib import Path

from server.digest.article import Article
from server.digest.scoring import CentralityScorer, Encode, Progress, Scores
from server.digest.selection import select
from server.digest.tokens import Tokens
from server.errors import DigestError
from server.summarizer import Summarizer

POINTS = 3

# The sentences that are to stand as points, by index and in the article's order.
Choose = Callable[[Article], list[int]]
# The points themselves; none where a system refuses the article.
System = Callable[[Article], list[str]]


def choose_lead(article: Article) -> list[int]:
    """Return the first sentences as they come: what any system for news has to beat."""
    return list(range(min(POINTS, len(article.sentences))))


def quote(choose: Choose) -> System:
    """Return the system whose points are the chosen sentences, unchanged."""
    return lambda article: [article.sentences[index].text for index in choose(article)]


def build_shipped(folder: Path) -> System:
    """Return the server's own summarizer over the artefact in `folder`, refusals included."""
    summarizer = Summarizer.load(folder)

    def write(article: Article) -> list[str]:
        try:
            digest = summarizer.digest(article, POINTS)
        except DigestError:
            return []
        return [point.text for point in digest.points]

    return write


def build_centrality(tokens: Tokens, encode: Encode, limit: int) -> Choose:
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
