"""Split off clauses of time, reason, contrast or result."""

from collections.abc import Iterator

from server.digest.english.closed_class import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    PAST,
    PAST_ENDING,
    SUBJECTS,
    has_verb,
    is_verb,
)
from server.digest.english.simplification_words import (
    HOW_LONG,
    REPORTING_VERBS,
    RESULT_VERBS,
    SECOND_SENTENCE_LINKS,
    SECOND_SENTENCE_OPENINGS,
)
from server.digest.english.tagged_sentence import TaggedSentence
from server.digest.simplification.clause_pair import Halves, find_subject, is_asserted


def split_adverbial(sentence: TaggedSentence) -> Iterator[Halves]:
    """Split "The pier was shut after a boat hit it." into "… shut. This came after …"."""
    words, tokens = sentence.words, list(sentence.tokens)
    for place in range(2, len(words) - 3):
        link = SECOND_SENTENCE_LINKS.get(words[place])
        is_clause = words[place + 1] in SUBJECTS or sentence.is_capital(place + 1)
        if not link or not is_clause or not has_verb(words[place + 2 :]):
            continue
        is_apart = tokens[place - 1].endswith(",")
        before = words[place - 1]
        if link == "But" and not is_apart:
            continue
        # "just after", "two days after": the second sentence would lose how long.
        if (
            before in AUXILIARIES | ADVERBS | CONJUNCTIONS
            or before in HOW_LONG
            or before.endswith("ly")
        ):
            continue
        if has_verb(words[:place]):
            if words[place] == "because" and _is_past(words[:place]):
                link = "This was because"
            yield Halves(tokens[:place], [*link.split(), *tokens[place + 1 :]], place)


def split_opening(sentence: TaggedSentence) -> Iterator[Halves]:
    """Split "After a boat hit it, the pier was shut." into "A boat hit it. After that, …"."""
    words, tokens = sentence.words, list(sentence.tokens)
    opening = SECOND_SENTENCE_OPENINGS.get(words[0])
    if not opening or len(sentence.segments) < 2 or words[1] not in SUBJECTS:
        return
    end = sentence.segments[0][1]
    is_clause = end < len(words) and (words[end] in SUBJECTS or sentence.is_capital(end))
    if is_clause and has_verb(words[1:end]) and has_verb(words[end:]):
        # The seam is 0: the first clause is a fact either way.
        first, second = tokens[1:end], [*opening.split(), *tokens[end:]]
        if is_asserted(words[:end]):
            yield Halves([first[0].capitalize(), *first[1:]], second, 0)


def split_result(sentence: TaggedSentence) -> Iterator[Halves]:
    """Split "A boat hit the pier, killing two." and "The council shut it, saying it was old."."""
    words, tokens = sentence.words, list(sentence.tokens)
    subject = find_subject(sentence)
    for place in range(2, len(words) - 2):
        if not tokens[place - 1].endswith(",") or any(t.endswith(",") for t in tokens[place:]):
            continue
        result = RESULT_VERBS.get(words[place]) or RESULT_VERBS.get(
            " ".join(words[place : place + 2])
        )
        wording = REPORTING_VERBS.get(words[place])
        if result and _is_past(words[:place]):
            rest = tokens[place + len(result.split()) :]
            yield Halves(tokens[:place], ["This", *result.split(), *rest], place)
        if wording and subject and _is_past(words[:place]):
            yield Halves(tokens[:place], [*tokens[:subject], wording, *tokens[place + 1 :]], place)


def _is_past(words: list[str]) -> bool:
    """Return whether the first verb of the words is in the past tense."""
    verb = next((words[at] for at in range(len(words)) if is_verb(words, at)), "")
    return verb in PAST or verb in ("was", "were", "had") or bool(PAST_ENDING.match(verb))
