"""Split at "who" or "which" behind a name or a noun that can be repeated."""

from collections.abc import Iterator

from server.digest.english.closed_class import PREPOSITIONS, opens_on_verb
from server.digest.english.simplification_words import (
    AMBIGUOUS_BEFORE,
    NOUN_OPENINGS,
    PLACE_PREPOSITIONS,
)
from server.digest.english.tagged_sentence import TaggedSentence
from server.digest.simplification.clause_pair import (
    LONGEST_SUBJECT,
    Halves,
    is_asserted,
    is_subject,
)


def split_relative(sentence: TaggedSentence) -> Iterator[Halves]:
    """Split "… sold to Ada Lund, who runs the pier." into "… to Ada Lund. Ada Lund runs …"."""
    words, tokens = sentence.words, list(sentence.tokens)
    for place in range(2, len(words) - 2):
        if words[place] not in ("who", "which") or not tokens[place - 1].endswith(","):
            continue
        is_last = not any(token.endswith(",") for token in tokens[place:])
        antecedent = _find_antecedent(sentence, place)
        if antecedent and is_last and opens_on_verb(words[place + 1 :]):
            yield Halves(tokens[:place], [*antecedent, *tokens[place + 1 :]], place)


def split_inserted(sentence: TaggedSentence) -> Iterator[Halves]:
    """Split "Ada Lund, who runs the pier, sold it." into "Ada Lund sold it. Ada Lund runs …"."""
    words, tokens = sentence.words, list(sentence.tokens)
    if len(sentence.segments) < 3:
        return
    (_, first), (start, end) = sentence.segments[:2]
    is_remark = words[start] in ("who", "which") and opens_on_verb(words[start + 1 : end])
    if is_remark and opens_on_verb(words[end:]) and is_subject(sentence, first):
        subject = [*tokens[: first - 1], tokens[first - 1].rstrip(",")]
        if is_asserted(words[start:end]):
            yield Halves([*subject, *tokens[end:]], [*subject, *tokens[start + 1 : end]], first)


def _find_antecedent(sentence: TaggedSentence, place: int) -> list[str]:
    """Return the name, or the article and noun, right before `place`; [] if uncertain."""
    words, tokens = sentence.words, list(sentence.tokens)
    start = place
    while start > 1 and place - start < LONGEST_SUBJECT and sentence.is_capital(start - 1):
        if start < place and tokens[start - 1][-1:] in ",;:":
            break
        start -= 1
    noun = [*tokens[start : place - 1], tokens[place - 1].rstrip(",")]
    if start < place:
        is_one = words[start - 1] not in ("and", "or") and not sentence.is_capital(start - 1)
        # "Ada Lund of Skerra, who": the pronoun does not refer to the town.
        is_one = is_one and not (words[place] == "who" and words[start - 1] in PLACE_PREPOSITIONS)
        if words[start - 1] in NOUN_OPENINGS:
            noun = ["The", *noun]
        elif words[start - 1] not in PREPOSITIONS and words[place] == "which":
            return []
        return noun if is_one else []
    for start in range(place - 2, max(place - LONGEST_SUBJECT, 1), -1):
        if words[start] in AMBIGUOUS_BEFORE:
            return []
        if words[start] in NOUN_OPENINGS:
            article = "The" if words[start] in ("a", "an", "the") else tokens[start].capitalize()
            is_sure = words[start - 1] not in AMBIGUOUS_BEFORE and start > 1
            return [article, *tokens[start + 1 : place - 1], noun[-1]] if is_sure else []
    return []
