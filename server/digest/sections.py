"""One line for each section of an article, to stand under the article's own sub-heading."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from server.digest.antecedents import find_introduced, find_needs, find_surname
from server.digest.article import Article, Sentence
from server.digest.scoring import Scores
from server.digest.selection import DISCOUNT, REPETITION
from server.digest.standing import find_opening
from server.digest.stems import compare_stems, find_stems
from server.digest.wording import Style, find_source, word_line


class Line(NamedTuple):
    """The text for a section, by its number among the article's, and where that text comes from."""

    section: int
    source: Sentence
    text: str


def write_lines(
    article: Article, scores: Scores, chosen: Sequence[int], points: Sequence[str], style: Style
) -> Iterator[Line]:
    """Return a line for each section that has one to give, in the article's order.

    `chosen` and `points` are the sentences that are points already, and their texts. As with those,
    salience counts less the more has been said, and what was said is not said again. What a line
    opens on has to be in itself, since a sub-heading comes between it and all else; only a person
    may be known by name from the points and the lines before.
    """
    texts = [sentence.text for sentence in article.sentences]
    needs = find_needs(texts)
    said = [find_stems(texts[index]) for index in chosen]
    known = {name for point in points for name in find_introduced(point)}

    def repeat(index: int) -> float:
        own = find_stems(texts[index])
        return max((compare_stems(own, other) for other in said), default=0.0)

    def can_stand(index: int) -> bool:
        if not article.eligible[index] or find_needs([texts[index]]) != [None]:
            return False
        return needs[index] is None or find_surname(find_opening(texts[index])) in known

    for section, places in enumerate(_part(article)):
        shares = {index: repeat(index) for index in places if can_stand(index)}
        weights = {
            index: float(scores.salience[index]) * (1 - DISCOUNT * share)
            for index, share in shares.items()
            if share < REPETITION
        }
        if not weights:
            continue
        best = max(weights, key=weights.__getitem__)
        source = find_source(article.sentences[best])
        text = word_line(source, scores.keep[best], style)
        said.append(find_stems(texts[best]))
        known.update(find_introduced(text))
        yield Line(section, source, text)


def _part(article: Article) -> Iterator[range]:
    """Return the indices of each section's sentences."""
    paragraphs = [sentence.paragraph for sentence in article.sentences]
    for start, end in pairwise((*(article.sections or ()), len(article.paragraphs))):
        yield range(bisect_left(paragraphs, start), bisect_left(paragraphs, end))
