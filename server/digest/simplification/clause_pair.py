"""What the finders of seams share: the two halves, subjects, and what may not be parted."""

from collections.abc import Sequence
from typing import NamedTuple

from server.digest.compression.constituents import Sentence
from server.digest.english.closed_class import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVES,
    SPEECH,
    SUBORDINATORS,
    is_verb,
    list_words,
)

# A subject that is said twice.
LONGEST_SUBJECT = 5
# What a subject is not, or is not alone.
LOOSE = PREPOSITIONS | SUBORDINATORS | RELATIVES | CONJUNCTIONS | {"that", "there", "here"}
# Behind one of these a clause is what somebody says, thinks or wants, or holds only if something
# else does: by itself it would be a fact.
SCOPES = SPEECH | list_words(
    "say saying tell tells telling according adds argued argues asked insisted insists warned warns"
    " writes stated states alleges testified acknowledged admitted noted suggested suggests"
    " reported reports concluded claim claims claimed claiming alleged allegedly reportedly accused"
    " if unless whether until once provided not never neither nor either when while where that how"
    " why so believe believes believed think thinks thought hope hopes hoped expect expects"
    " expected fear fears feared know knows knew mean means meant show shows showed shown find"
    " finds found agree agrees agreed promise promised vowed pledged ruled decided want wants"
    " wanted revealed discovered learned learnt feel feels felt see saw seen hear heard realised"
    " realized denied denies predict predicts predicted estimates estimated urged ordered told"
    " seems seemed appears appeared may might could would should"
)


class Halves(NamedTuple):
    """The tokens of two sentences, and how many tokens of the one come before the seam."""

    first: list[str]
    second: list[str]
    seam: int


def is_free(words: Sequence[str]) -> bool:
    """Tell whether nothing among the words before a seam makes what follows less than a fact."""
    return SCOPES.isdisjoint(words)


def find_subject(sentence: Sentence) -> int:
    """Return how many tokens the subject has that opens a sentence; 0 if that is not sure."""
    words = sentence.words
    end = next((place for place in range(len(words)) if is_verb(words, place)), 0)
    return end if is_subject(sentence, end) else 0


def is_subject(sentence: Sentence, end: int) -> bool:
    """Tell whether the first `end` tokens are one short noun phrase and nothing else."""
    words, tokens = sentence.words[:end], sentence.tokens
    if not 0 < end <= LONGEST_SUBJECT or "," in "".join(tokens[: end - 1]):
        return False
    is_noun = words[0] in DETERMINERS or words[0] in ("he", "she", "it", "they", "this")
    is_noun = is_noun or all(tokens[place][:1].isupper() for place in range(end))
    is_noun = is_noun or words == ["police"]
    return is_noun and LOOSE.isdisjoint(words) and not words[-1].endswith("ly")
