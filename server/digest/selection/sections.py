"""One line for each section of an article, to stand under the article's own sub-heading."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from server.digest.article import Article, Sentence
from server.digest.choices import Style
from server.digest.english.calendar import DATE_NAME
from server.digest.english.closed_class import PREPOSITIONS, SUBORDINATORS, find_words
from server.digest.english.coreference import find_introduced, find_needs, find_surname
from server.digest.english.openings import POINTING_BACK, find_opening
from server.digest.english.stems import compare_stems, find_stems
from server.digest.salience.scorer import Scores
from server.digest.selection.mmr import DISCOUNT, REPETITION
from server.digest.styles import find_source, word_line

# The share of its salience that the end of a section loses to its opening, which tells what the
# section is about. Of 452 lines for news of ../shared/pages it changes 45: more read better.
LEAD = 0.3

DATE = re.compile(DATE_NAME)


class Line(NamedTuple):
    """The text for a section, by its number among the article's, where it comes from, its style."""

    section: int
    source: Sentence
    text: str
    style: Style


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
        text = texts[index]
        if not article.eligible[index] or find_needs([text]) != [None] or _looks_back(text):
            return False
        return needs[index] is None or find_surname(find_opening(text)) in known

    for section, places in enumerate(_part(article)):
        shares = {index: repeat(index) for index in places if can_stand(index)}
        weights = {
            index: float(scores.salience[index])
            * (1 - DISCOUNT * share)
            * (1 - LEAD * (index - places.start) / len(places))
            for index, share in shares.items()
            if share < REPETITION
        }
        if not weights:
            continue
        best = max(weights, key=weights.__getitem__)
        source = find_source(article.sentences[best])
        line = Line(section, source, *word_line(source, scores.keep[best], style))
        said.append(find_stems(texts[best]))
        known.update(find_introduced(line.text))
        yield line


def _looks_back(text: str) -> bool:
    """Tell whether a sentence points at what was said, or a pronoun comes before all names.

    As in "At the age of 18 she left"; `find_needs` sees the first words only.
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
        if tokens[place][:1].isupper() and not DATE.match(tokens[place]):
            return False
    return False


def _part(article: Article) -> Iterator[range]:
    """Return the indices of each section's sentences."""
    paragraphs = [sentence.paragraph for sentence in article.sentences]
    for start, end in pairwise((*(article.sections or ()), len(article.paragraphs))):
        yield range(bisect_left(paragraphs, start), bisect_left(paragraphs, end))
