"""The stages of a digest, in the order in which an article passes them.

    Article -> sentences -> scores -> chosen -> edited -> checked

Each stage is a folder beside this file. It takes data, returns data and calls no other stage, with
one exception: a text that a stage has written is new, so compression asks segmentation whether it
can still be a point, and faithfulness splits it into sentences. All stages ask `english`.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple, ParamSpec, Protocol, TypeVar

from server.digest.article import Article
from server.digest.choices import Style
from server.digest.compression.compressor import Cut, shorten_points
from server.digest.explanation import Explanation
from server.digest.faithfulness.checker import find_faults
from server.digest.grammar.parser import Grammars
from server.digest.result import Point, Section
from server.digest.salience.scorer import FloatArray, Progress, Scorer, Scores
from server.digest.selection.mmr import select
from server.digest.selection.readability import prefer_easy
from server.digest.selection.sections import LineSelector, split_sections
from server.digest.simplification.simplifier import make_plain

P = ParamSpec("P")
R = TypeVar("R")

Written = tuple[tuple[Point, ...], tuple[Section, ...] | None]


class Wording(NamedTuple):
    """The text of a point and its style: `brief` where a `plain` text was not possible.

    `cuts` are those that made the brief text.
    """

    text: str
    style: Style
    cuts: tuple[Cut, ...] = ()


class Attempt(Protocol):
    """Calls a function of the plain style, and returns None if it fails."""

    def __call__(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return what the function returns, or None."""


def call(function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what the function returns; let every exception pass."""
    return function(*args, **kwargs)


def exhaust(steps: Generator[object, None, R]) -> R:
    """Run a generator to its end and return what it returns, not what it yields."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: R = stop.value
            return result


def write_digest(
    article: Article, scorer: Scorer, count: int, style: Style, attempt: Attempt = call
) -> Generator[Progress | Point | Section, None, Written]:
    """Yield Progress, at most `count` points, and the lines of the sections; return both.

    Segmentation is done: an article has its sentences, and which of them can be points. `attempt`
    decides what becomes of an exception in the plain style.
    """
    scores = yield from scorer.score(article)
    chosen = select_points(article, scores, count, style)
    points = edit_points(article, scores, chosen, style, attempt)
    yield from points
    if article.sections is None:
        return points, None
    sections = tuple(write_sections(article, scores, chosen, points, style, attempt))
    yield from sections
    return points, sections


def explain_digest(
    article: Article, scorer: Scorer, count: int, style: Style, attempt: Attempt = call
) -> Generator[Progress, None, tuple[Explanation, ...]]:
    """Yield Progress, and return how each point that `write_digest` would yield came about."""
    scores = yield from scorer.score(article)
    chosen = select_points(article, scores, count, style)
    grammars = Grammars([sentence.text for sentence in article.sentences], scores.syntax)
    edited = _edit(article, scores, chosen, style, attempt)
    return tuple(
        Explanation(
            point,
            article.sentences[index].text,
            index,
            float(scores.salience[index]),
            scores.keep[index],
            grammars[index],
            cuts,
        )
        for index, (point, cuts) in zip(chosen, edited, strict=True)
    )


def select_points(article: Article, scores: Scores, count: int, style: Style) -> list[int]:
    """Return the indices of the sentences that become points, in the article's order."""
    return select(article, prefer_easy(article, scores) if style == "plain" else scores, count)


def edit_points(
    article: Article, scores: Scores, chosen: Sequence[int], style: Style, attempt: Attempt = call
) -> tuple[Point, ...]:
    """Return the points that the chosen sentences make together."""
    return tuple(point for point, _ in _edit(article, scores, chosen, style, attempt))


def _edit(
    article: Article, scores: Scores, chosen: Sequence[int], style: Style, attempt: Attempt
) -> list[tuple[Point, tuple[Cut, ...]]]:
    """Return the points of the chosen sentences, each with what was cut from its source."""
    sources = [article.sentences[index].drop_dateline() for index in chosen]
    texts = [source.text for source in sources]
    worded = edit_texts(texts, [scores.keep[index] for index in chosen], style, attempt)
    return [
        (Point(wording.text, (source,), wording.style), wording.cuts)
        for wording, source in zip(worded, sources, strict=True)
    ]


def edit_texts(
    texts: Sequence[str], keep: Sequence[FloatArray], style: Style, attempt: Attempt = call
) -> list[Wording]:
    """Return the wording of each text; `keep` holds the keep probabilities of its words."""
    if style == "exact":
        return [Wording(text, "exact") for text in texts]
    brief = [Wording(text, "brief", cuts) for text, cuts in shorten_points(texts, keep)]
    if style == "brief":
        return brief
    plain = reword_texts(texts, [wording.text for wording in brief], attempt)
    return [new._replace(cuts=old.cuts) for new, old in zip(plain, brief, strict=True)]


def reword_texts(
    exact: Sequence[str], brief: Sequence[str], attempt: Attempt = call
) -> list[Wording]:
    """Return each brief text in plain style, or as it is if that fails or changes its meaning."""
    plain = [attempt(make_plain, text) for text in brief]
    return [
        Wording(rewrite, "plain")
        if rewrite is not None and attempt(find_faults, source, rewrite) == ()
        else Wording(text, "brief")
        for source, text, rewrite in zip(exact, brief, plain, strict=True)
    ]


def write_sections(
    article: Article,
    scores: Scores,
    chosen: Sequence[int],
    points: Sequence[Point],
    style: Style,
    attempt: Attempt = call,
) -> Iterator[Section]:
    """Yield the line of each section that has one, each through all stages in turn.

    One after the other, since a line may use a name only if a point or a line before it shows it.
    """
    selector = LineSelector(article, scores, chosen, [point.text for point in points])
    for number, places in enumerate(split_sections(article)):
        best = selector.find_best(places)
        if best is not None:
            [line] = edit_points(article, scores, [best], style, attempt)
            selector.add(best, line.text)
            yield Section(number, line)
