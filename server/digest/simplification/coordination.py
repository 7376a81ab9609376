"""Split where "and", "but" or a semicolon joins two clauses, or two predicates of one subject."""

from collections.abc import Iterator

from server.digest.english.closed_class import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    PAST,
    PAST_ENDING,
    has_verb,
    is_verb,
)
from server.digest.english.simplification_words import GOVERNING_AUXILIARIES
from server.digest.english.tagged_sentence import TaggedSentence
from server.digest.simplification.clause_pair import Halves, find_subject

# A shorter predicate is not worth a sentence.
SHORTEST_PREDICATE = 4


def split_clauses(sentence: TaggedSentence) -> Iterator[Halves]:
    """Split "The pier was shut, and the boat was sold." and "The pier was shut; the boat …"."""
    words, tokens = sentence.words, list(sentence.tokens)
    for place in range(2, len(words) - 2):
        if not has_verb(words[:place]):
            continue
        before = tokens[place - 1][-1:]
        if before == ";" and words[place] not in CONJUNCTIONS and has_verb(words[place:]):
            yield Halves(tokens[:place], tokens[place:], place)
        if before == "," and words[place] in ("and", "but") and sentence.joins_clause(place):
            start = place if words[place] == "but" else place + 1
            yield Halves(tokens[:place], tokens[start:], place)


def split_predicates(sentence: TaggedSentence) -> Iterator[Halves]:
    """Split "The council shut the pier and sold the boat." at its second verb."""
    words, tokens = sentence.words, list(sentence.tokens)
    subject = find_subject(sentence)
    if not subject:
        return
    governing = words[subject] in GOVERNING_AUXILIARIES
    if words[subject] in AUXILIARIES and not governing:
        return
    for place in range(subject + SHORTEST_PREDICATE, len(words) - SHORTEST_PREDICATE):
        verb = place + 1
        if words[verb] in ADVERBS or words[verb].endswith("ly"):
            verb += 1
        is_past = words[verb] in PAST or bool(PAST_ENDING.match(words[verb]))
        if words[place] != "and" or not is_past or tokens[place - 1][-1:] in ",;:":
            continue
        if governing and not PAST_ENDING.match(words[subject + 1]):
            continue
        if sum(is_verb(words, at) for at in range(subject + governing, place)) == 1:
            repeated = tokens[: subject + governing]
            yield Halves(tokens[:place], [*repeated, *tokens[place + 1 :]], place)
