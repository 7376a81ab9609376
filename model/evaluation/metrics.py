"""The measures of one digest of one article."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import syllapy
from rouge_score.rouge_scorer import RougeScorer

from model.data.documents import Document
from model.data.labels import stem_tokens
from model.evaluation.dangling import count_dangling
from server.digest.english.lexicon import load_lexicon
from server.digest.english.syllables import SPELLED_WORD
from server.digest.segmentation.sentences import split_sentences
from server.digest.selection.readability import compute_grade

ROUGE = ("rouge1", "rouge2", "rougeLsum")

# ROUGE rewards length, so it is also taken of the first words of every digest. The number is fixed,
# so that a score does not depend on the other systems; three sentences of news are rarely shorter.
EQUAL_WORDS = 40

# Systems often write the same digest of an article; the cache holds a few more than there are
# systems.
CACHED_DIGESTS = 64

# Numbers with their decimals, and runs of letters. Anything longer would differ between two equal
# texts by a hyphen, or by a full stop without a space after it.
NUMBER_OR_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


class Yardstick:
    """Measures the digests of one article."""

    def __init__(self, document: Document) -> None:
        """Take the article and its highlights, for all its digests."""
        sentences = [sentence.text for sentence in document.article.sentences]
        self._highlights = "\n".join(document.highlights)
        self._known = find_tokens([document.article.title, *sentences])
        self._grade = grade_sentences(sentences)

    def measure(self, points: Sequence[str]) -> dict[str, float]:
        """Return every measure of a digest by name; ROUGE is F1 in points, 0 to 100.

        If a system refused the article, its digest is empty: ROUGE is 0 and the grade NaN.
        """
        equal = self._score_rouge(truncate_points(points, EQUAL_WORDS))
        return {
            **self._score_rouge(points),
            **{f"{name}_equal": value for name, value in equal.items()},
            "points": len(points),
            "words": sum(len(point.split()) for point in points),
            "grade": grade_sentences(split_points(points)),
            "grade_article": self._grade,
            "dangling": count_dangling(points),
            "unsupported": len(find_unsupported(points, self._known)),
        }

    def _score_rouge(self, points: Sequence[str]) -> dict[str, float]:
        # ROUGE-Lsum takes each line for a sentence.
        return _score_rouge(self._highlights, "\n".join(points))


class _Tokenizer:
    tokenize = staticmethod(stem_tokens)


_scorer = RougeScorer(ROUGE, tokenizer=_Tokenizer())


@lru_cache(CACHED_DIGESTS)
def _score_rouge(highlights: str, digest: str) -> dict[str, float]:
    scores = _scorer.score(highlights, digest)
    return {name: 100 * scores[name].fmeasure for name in ROUGE}


def truncate_points(points: Sequence[str], words: int) -> list[str]:
    """Return the points cut after their first `words` words, split at white space."""
    kept: list[str] = []
    for point in points:
        kept.append(" ".join(point.split()[:words]))
        words -= len(kept[-1].split())
    return [point for point in kept if point]


def split_points(points: Sequence[str]) -> list[str]:
    """Return the sentences of points; a point in plain style may have several."""
    return [point[start:end] for point in points for start, end in split_sentences(point)]


def grade_sentences(sentences: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade of the sentences (Kincaid 1975), NaN without any words."""
    words = [word for sentence in sentences for word in SPELLED_WORD.findall(sentence)]
    if not words:
        return float("nan")
    return compute_grade(len(words), len(sentences), sum(map(_count_syllables, words)))


# By syllapy's dictionary. The server counts runs of vowels when it prefers plain sentences, so its
# own rule would flatter it here.
@cache
def _count_syllables(word: str) -> int:
    return max(1, syllapy.count(word.replace("’", "'")))


def find_tokens(texts: Sequence[str]) -> set[str]:
    """Return the numbers and words of the texts, case-folded."""
    return {token.casefold() for text in texts for token in NUMBER_OR_WORD.findall(text)}


def find_unsupported(points: Sequence[str], known: set[str]) -> list[str]:
    """Return the numbers and capitalised words of the points that are not in `known`.

    Case is not compared, since a shortened sentence may start with another word. The first word of
    a sentence may also come from the list of plain words, such as "About" for "Approximately".
    """
    sentences = [NUMBER_OR_WORD.findall(sentence) for sentence in split_points(points)]
    return [
        token
        for tokens in sentences
        for place, token in enumerate(tokens)
        if (token[0].isdigit() or token[0].isupper())
        and token.casefold() not in known
        and not (place == 0 and token.casefold() in list_own_words())
    ]


@cache
def list_own_words() -> frozenset[str]:
    """Return the words that plain style may put at the start of a sentence."""
    lexicon = load_lexicon()
    plain = [entry.text for entries in lexicon.words.values() for entry in entries]
    return frozenset(" ".join([*plain, *lexicon.phrases.values(), "this so but after"]).split())
