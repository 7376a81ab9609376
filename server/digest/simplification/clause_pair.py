"""What the finders of seams share: the two halves, subjects, and what may not be parted."""

from collections.abc import Sequence
from typing import NamedTuple

from server.digest.english.closed_class import DETERMINERS, SUBJECT_PRONOUNS, is_verb
from server.digest.english.simplification_words import EMBEDDING_WORDS, NOT_IN_SUBJECT
from server.digest.english.tagged_sentence import TaggedSentence

# A subject that is said twice.
LONGEST_SUBJECT = 5


class Halves(NamedTuple):
    """The tokens of two sentences, and how many tokens of the one come before the seam."""

    first: list[str]
    second: list[str]
    seam: int


def is_asserted(words: Sequence[str]) -> bool:
    """Tell whether nothing among the words before a seam makes what follows less than a fact."""
    return EMBEDDING_WORDS.isdisjoint(words)


def find_subject(sentence: TaggedSentence) -> int:
    """Return how many tokens the subject has that opens a sentence; 0 if that is not sure."""
    words = sentence.words
    end = next((place for place in range(len(words)) if is_verb(words, place)), 0)
    return end if is_subject(sentence, end) else 0


def is_subject(sentence: TaggedSentence, end: int) -> bool:
    """Tell whether the first `end` tokens are one short noun phrase and nothing else."""
    words, tokens = sentence.words[:end], sentence.tokens
    if not 0 < end <= LONGEST_SUBJECT or "," in "".join(tokens[: end - 1]):
        return False
    is_noun = words[0] in DETERMINERS or words[0] in SUBJECT_PRONOUNS
    is_noun = is_noun or all(tokens[place][:1].isupper() for place in range(end))
    is_noun = is_noun or words == ["police"]
    return is_noun and NOT_IN_SUBJECT.isdisjoint(words) and not words[-1].endswith("ly")
