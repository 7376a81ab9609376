"""What the splitting rules share: the two halves, subjects, and embedded clauses."""

from collections.abc import Sequence
from typing import NamedTuple

from server.digest.english.closed_class import DETERMINERS, SUBJECT_PRONOUNS, is_verb
from server.digest.english.simplification_words import EMBEDDING_WORDS, NOT_IN_SUBJECT
from server.digest.english.tagged_sentence import TaggedSentence

# The longest subject that may be repeated.
LONGEST_SUBJECT = 5


class Halves(NamedTuple):
    """The tokens of two sentences, and the index of the seam in the original one."""

    first: list[str]
    second: list[str]
    seam: int


def is_asserted(words: Sequence[str]) -> bool:
    """Return whether a clause after these words is asserted: none of them embeds it."""
    return EMBEDDING_WORDS.isdisjoint(words)


def find_subject(sentence: TaggedSentence) -> int:
    """Return the number of tokens of the subject that opens a sentence, 0 if uncertain."""
    words = sentence.words
    end = next((place for place in range(len(words)) if is_verb(words, place)), 0)
    return end if is_subject(sentence, end) else 0


def is_subject(sentence: TaggedSentence, end: int) -> bool:
    """Return whether the first `end` tokens are one short noun phrase and nothing else."""
    words, tokens = sentence.words[:end], sentence.tokens
    if not 0 < end <= LONGEST_SUBJECT or "," in "".join(tokens[: end - 1]):
        return False
    is_noun = words[0] in DETERMINERS or words[0] in SUBJECT_PRONOUNS
    is_noun = is_noun or all(tokens[place][:1].isupper() for place in range(end))
    is_noun = is_noun or words == ["police"]
    return is_noun and NOT_IN_SUBJECT.isdisjoint(words) and not words[-1].endswith("ly")
