"""Other extractive summarizers, over the sentences that our splitter finds.

Each chooses as many sentences as we do and returns them in the article's order. The constants, the
stemmer and the stop words are those of each library's own examples.
"""

import re
from typing import Any

from lede import tfidf
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

from model.data.documents import POINTS
from model.evaluation.systems import Choose
from server.digest.article import Article

# Words without digits, as sumy's own tokenizer finds them.
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class _Words:
    """Replaces sumy's tokenizer, which would download data for nltk."""

    def to_words(self, sentence: str) -> list[str]:
        return WORD.findall(sentence)


def build_sumy(kind: Any) -> Choose:
    """Return one of sumy's summarizers as a system."""
    summarize = kind(Stemmer("english"))
    summarize.stop_words = get_stop_words("english")
    words = _Words()

    def choose(article: Article) -> list[int]:
        sentences = [Sentence(sentence.text, words) for sentence in article.sentences]
        chosen = summarize(ObjectDocumentModel([Paragraph(sentences)]), POINTS)
        # By identity, since sumy treats sentences with the same text as equal.
        places = {id(sentence): place for place, sentence in enumerate(sentences)}
        return [places[id(sentence)] for sentence in chosen]

    return choose


def choose_lede(article: Article) -> list[int]:
    """Choose the sentences with the highest scores of lede's default mode.

    lede's public `summarize` splits sentences itself and fills a number of characters. Its scores
    for given sentences come from private functions of version 0.5.1.
    """
    sentences = [sentence.text for sentence in article.sentences]
    scores = tfidf._composite_score_default(sentences, tfidf._build_section_map(sentences))
    best = sorted(range(len(sentences)), key=lambda index: (-scores[index], index))
    return sorted(index for index in best[:POINTS] if scores[index] > float("-inf"))


BASELINES: dict[str, Choose] = {
    "lexrank": build_sumy(LexRankSummarizer),
    "textrank": build_sumy(TextRankSummarizer),
    "lsa": build_sumy(LsaSummarizer),
    "lede": choose_lede,
}
