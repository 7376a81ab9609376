"""The tokens that ROUGE compares."""

from functools import cache

from rouge_score.tokenizers import DefaultTokenizer

_split = DefaultTokenizer().tokenize
# Stemming is most of ROUGE's time, and most words come again.
_stem = cache(DefaultTokenizer(use_stemmer=True).tokenize)


def stem_tokens(text: str) -> list[str]:
    """Return runs of a-z and digits, lower-cased and stemmed, as rouge-score itself does."""
    return [stem for word in _split(text) for stem in _stem(word)]
