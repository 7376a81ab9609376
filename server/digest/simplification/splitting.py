"""Split a sentence into two or three where a clause can be a sentence, without a parser.

A rule-based form of split-and-rephrase (Narayan et al. 2017, arXiv:1707.06971). The functions of
`FINDERS` find the seams and say how the second half begins. Both halves keep the attribution;
quotations and conditional clauses are never split.
"""

from collections.abc import Sequence

from server.digest.english.closed_class import CONJUNCTIONS, SUBJECTS, has_verb
from server.digest.english.simplification_words import SAYING_VERBS
from server.digest.english.tagged_sentence import TaggedSentence
from server.digest.simplification.clause_pair import Halves, is_asserted
from server.digest.simplification.coordination import split_clauses, split_predicates
from server.digest.simplification.relatives import split_inserted, split_relative
from server.digest.simplification.subordination import split_adverbial, split_opening, split_result

FINDERS = (
    split_inserted,
    split_clauses,
    split_relative,
    split_result,
    split_adverbial,
    split_predicates,
    split_opening,
)
# A shorter sentence is plain already, and halves shorter than SHORTEST read like a telegram.
PLAIN_ENOUGH = 14
SHORTEST = 4
# "Police said", "A spokesman for the council told the Ledger that"
LONGEST_SPEAKER = 6


def split_sentence(tokens: Sequence[str]) -> list[list[str]]:
    """Return the tokens of a sentence as those of one or more sentences, in order."""
    sentence = TaggedSentence(tokens)
    if sentence.quoted or tokens[-1][-1:] != ".":
        return [list(tokens)]
    opening, closing = _find_attribution(sentence)
    parts = _split(list(tokens[len(opening) : len(tokens) - len(closing)]))
    if len(parts) == 1:
        return [list(tokens)]
    return [_close([*opening, *_lower(part, opening), *closing], closing) for part in parts]


def _split(tokens: list[str]) -> list[list[str]]:
    if len(tokens) < PLAIN_ENOUGH or any(token[:1] in "-–—" for token in tokens):
        return [tokens]
    sentence = TaggedSentence(tokens)
    for find in FINDERS:
        for halves in find(sentence):
            if _is_whole(halves) and is_asserted(sentence.words[: halves.seam]):
                return [*_split(halves.first), *_split(halves.second)]
    return [tokens]


def _is_whole(halves: Halves) -> bool:
    """Return whether both halves are long enough for sentences."""
    return min(len(halves.first), len(halves.second)) >= SHORTEST


def _find_attribution(sentence: TaggedSentence) -> tuple[list[str], list[str]]:
    """Return "Police said (that)" and ", police said.", whichever the sentence has."""
    tokens, words = list(sentence.tokens), sentence.words
    closing = tokens[sentence.close :]
    for place in range(1, min(LONGEST_SPEAKER, len(words) - 1)):
        if words[place] in SAYING_VERBS and not has_verb(words[:place]):
            end = place + 2 if words[place + 1] == "that" else place + 1
            is_clause = end < len(words) and (words[end] in SUBJECTS or sentence.is_capital(end))
            is_plain = not any(token.endswith(",") for token in tokens[:end])
            return (tokens[:end], closing) if is_clause and is_plain else ([], closing)
    return [], closing


def _lower(part: list[str], opening: list[str]) -> list[str]:
    """Return a part to follow its attribution: only names keep their capitals."""
    if not opening:
        return part
    first, *rest = part[1:] if part[0].lower() in CONJUNCTIONS else part
    return [first.lower() if first.lower() in SUBJECTS else first, *rest]


def _close(tokens: list[str], closing: list[str]) -> list[str]:
    """Return tokens as a sentence: capitalised, with one full stop at its end."""
    first, *rest = tokens
    whole = [first[:1].upper() + first[1:], *rest]
    seam = len(whole) - len(closing) - 1
    if closing:
        whole[seam] = whole[seam].rstrip(",;:.") + ","
    whole[-1] = whole[-1].rstrip(",;:.") + "."
    return whole
