"""Rewrite a brief point in plain style: split it where possible and use plainer words."""

from server.digest.simplification.splitting import split_sentence
from server.digest.simplification.substitution import replace_words


def make_plain(text: str) -> str:
    """Return a sentence as one or more plainer ones, or unchanged if no rule applies."""
    tokens = text.split()
    if not tokens:
        return text
    parts = split_sentence(tokens)
    plain = [" ".join(replace_words(part)) for part in parts]
    return " ".join(plain)
