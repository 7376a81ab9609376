"""What one digest of one article is worth, in numbers."""

import re
from collections.abc import Sequence

import syllapy
from rouge_score.rouge_scorer import RougeScorer

from model.dangling import count_dangling
from model.documents import Document

ROUGE = ("rouge1", "rouge2", "rougeLsum")

# ROUGE rewards length, so it is also taken of the first words of every digest. A fixed number, so
# that the score does not depend on who else is measured; three sentences of news are rarely fewer.
EQUAL_WORDS = 40

LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Numbers with their decimals, and runs of letters: small enough that no hyphen or full stop that
# lacks its space can make two equal texts differ.
NUMBER_OR_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


class Measures:
    """Measures digests; a class only because ROUGE's stemmer is made once."""

    def __init__(self) -> None:
        """Prepare ROUGE with stemming, as the field reports it."""
        self._scorer = RougeScorer(ROUGE, use_stemmer=True)

    def measure(self, points: Sequence[str], document: Document) -> dict[str, float]:
        """Return every measure of a digest by name; ROUGE is F1 in points, 0 to 100.

        An empty digest, of an article that a system refused, has ROUGE 0 and no grade.
        """
        sentences = [sentence.text for sentence in document.article.sentences]
        whole = self._score_rouge(points, document.highlights)
        equal = self._score_rouge(truncate_points(points, EQUAL_WORDS), document.highlights)
        return {
            **whole,
            **{f"{name}_equal": value for name, value in equal.items()},
            "points": len(points),
            "words": sum(len(point.split()) for point in points),
            "grade": grade_sentences(points),
            "grade_article": grade_sentences(sentences),
            "dangling": count_dangling(points),
            "unsupported": len(find_unsupported(points, [document.article.title, *sentences])),
        }

    def _score_rouge(self, points: Sequence[str], highlights: Sequence[str]) -> dict[str, float]:
        # One sentence a line, which is how ROUGE-Lsum tells them apart.
        scores = self._scorer.score("\n".join(highlights), "\n".join(points))
        return {name: 100 * scores[name].fmeasure for name in ROUGE}


def truncate_points(points: Sequence[str], words: int) -> list[str]:
    """Return the points cut behind their first `words` words, told apart by white space."""
    kept: list[str] = []
    for point in points:
        kept.append(" ".join(point.split()[:words]))
        words -= len(kept[-1].split())
    return [point for point in kept if point]


def grade_sentences(sentences: Sequence[str]) -> float:
    """Return the American school grade that the sentences need (Kincaid 1975); nan of no words.

    Words are runs of letters; numbers count as none, since no dictionary has their syllables.
    """
    words = [word for sentence in sentences for word in LETTERS.findall(sentence)]
    if not words:
        return float("nan")
    syllables = sum(max(1, syllapy.count(word.replace("’", "'"))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def find_unsupported(points: Sequence[str], article: Sequence[str]) -> list[str]:
    """Return numbers and capitalised words of the points that the article nowhere has.

    Capitals themselves are not compared: a shortened sentence gets a new first letter.
    """
    known = {token.casefold() for text in article for token in NUMBER_OR_WORD.findall(text)}
    tokens = [token for point in points for token in NUMBER_OR_WORD.findall(point)]
    claims = [token for token in tokens if token[0].isdigit() or token[0].isupper()]
    return [claim for claim in claims if claim.casefold() not in known]
