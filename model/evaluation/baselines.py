"""Other people's summarizers, given the sentences that ours gets.

Each chooses as many sentences as we do, and they stand in the article's order. The constants,
stemmer and stop words are what each library's own examples use.
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

from model.evaluation.systems import POINTS, Choose
from server.digest.article import Article

# Words without digits, as sumy's own tokenizer has them.
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class _Words:
    """Stands in for sumy's tokenizer, which downloads the data of nltk's."""

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
        # By identity: to sumy, sentences of one text are equal.
        places = {id(sentence): place for place, sentence in enumerate(sentences)}
        return [places[id(sentence)] for sentence in chosen]

    return choose


def choose_lede(article: Article) -> list[int]:
    """Choose by the scores of lede's default mode.

    Its `summarize` fills a number of characters from sentences that it splits by itself; behind
    it are scores a sentence, in functions that 0.5.1 keeps to itself.
    """
    sentences = [sentence.text for sentence in article.sentences]
    scores = tfidf._composite_score_default(sentences, tfidf._build_section_map(sentences))
    best = sorted(range(len(sentences)), key=lambda index: (-scores[index], index))
    return sorted(index for index in best[:POINTS] if scores[index] > float("-inf"))


PEERS: dict[str, Choose] = {
    "lexrank": build_sumy(LexRankSummarizer),
    "textrank": build_sumy(TextRankSummarizer),
    "lsa": build_sumy(LsaSummarizer),
    "lede": choose_lede,
}
