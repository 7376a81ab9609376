"""Find removable parts between commas: after a subject, and at the end of a sentence."""

from collections.abc import Iterator

from server.digest.compression.constituents import Kind, Unit
from server.digest.compression.trailing_clauses import is_plain, is_scene
from server.digest.english.calendar import DATE_WORDS
from server.digest.english.closed_class import (
    BEHIND_VERB,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVES,
    SCENES,
    SUBORDINATORS,
    has_verb,
    is_verb,
    opens_on_verb,
    strip_marks,
)
from server.digest.english.compression_words import (
    AGE_REMARK,
    COMPANION_OPENINGS,
    NOT_PARTICIPLES,
    REMARK_PARTICIPLES,
)
from server.digest.english.tagged_sentence import TaggedSentence


def find_comma_units(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield the removable parts between commas or after the last one."""
    yield from _find_middles(sentence)
    yield from _find_ends(sentence)
    yield from _find_titles(sentence)


def _find_middles(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield parts between a subject and its verb."""
    words, segments = sentence.words, sentence.segments
    for number, (start, _) in enumerate(segments[:-1]):
        ends = [end for _, end in segments[number:-1] if opens_on_verb(words[end : end + 3])]
        if number and len(ends) == 1 and _is_bare_subject(sentence, number - 1):
            kind = _find_kind(sentence, start, ends[0])
            if kind:
                yield Unit(start, ends[0], kind)


def _is_bare_subject(sentence: TaggedSentence, number: int) -> bool:
    """Return whether a segment ends on a subject without its verb."""
    start, end = sentence.segments[number]
    words = sentence.words[start:end]
    if words[0] in PREPOSITIONS | SUBORDINATORS:
        return False
    return "that" in words or not has_verb(words)


def _find_ends(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield parts after a complete clause and a comma, up to the attribution."""
    words, segments, close = sentence.words, sentence.segments, sentence.close
    for number, (start, end) in enumerate(segments):
        later = [s for s, _ in segments[number + 1 :]]
        if (
            not number
            or (number == 1 and opens_adverbially(sentence))
            or not has_verb(words[:start])
            or any(opens_on_verb(words[s:close]) for s in later)
        ):
            continue
        is_last = end == close
        stop = next((s for s in later if sentence.joins_clause(s)), close)
        kind = _find_kind(sentence, start, stop)
        if is_last and words[start] in SCENES:
            if is_plain(words[:start], sentence.quoted) and is_scene(words[start:end]):
                yield Unit(start, end, Kind.ADJUNCT)
        elif kind in (Kind.RELATIVE, Kind.PARTICIPLE) or (kind and is_last):
            yield Unit(start, stop, kind)
        elif is_last and has_verb(words[start + 2 : end]):
            is_second = number == 1 or (number == 2 and opens_adverbially(sentence))
            is_joined = is_second and words[start] == "and" and sentence.joins_clause(start)
            if is_joined or words[start] in SUBORDINATORS:
                yield Unit(start, end, Kind.CLAUSE)


def _find_titles(sentence: TaggedSentence) -> Iterator[Unit]:
    """Yield the description behind the name of a speaker: "…, said Ada Marlow, a pilot."."""
    words, tokens = sentence.words, sentence.tokens
    for start in range(sentence.close + 2, len(words) - 1):
        is_named = sentence.is_capital(start - 1) and tokens[start - 1].endswith(",")
        if is_named and not sentence.is_capital(start) and words[start] not in ("and", "or"):
            if not has_verb(words[start:]):
                yield Unit(start, len(words), Kind.APPOSITIVE)
            return


def opens_adverbially(sentence: TaggedSentence) -> bool:
    """Return whether the sentence begins with an adverbial instead of its subject."""
    first = sentence.words[0]
    return first in PREPOSITIONS | SUBORDINATORS or first.endswith(("ing", "ly", "ed"))


def is_participle(sentence: TaggedSentence, place: int) -> bool:
    """Return whether the word at `place` opens a participle clause: "killing five people"."""
    word = sentence.words[place]
    return word.endswith("ing") and len(word) > 4 and word not in NOT_PARTICIPLES


def _find_kind(sentence: TaggedSentence, start: int, end: int) -> Kind | None:
    words = [*sentence.words[start:end], ""]
    first, second = words[:2]
    before = strip_marks(sentence.tokens[start - 1])
    if first in RELATIVES or (second in ("which", "whom") and first in PREPOSITIONS):
        return Kind.RELATIVE
    if before[:1].isupper() and AGE_REMARK.match(" ".join(words[:-1])):
        return Kind.APPOSITIVE
    if first in REMARK_PARTICIPLES or (first, second) in COMPANION_OPENINGS:
        return Kind.PARTICIPLE
    following = sentence.words[end] if end < len(sentence.words) else ""
    is_list = not {"and", "or"}.isdisjoint([*words, following])
    if is_participle(sentence, start):
        # "a rich, dashing prince" and "clean streets, shimmering towers and a park" have none.
        is_before_name = start + 1 < len(sentence.tokens) and sentence.is_capital(start + 1)
        has_object = second in BEHIND_VERB or is_before_name
        row = sentence.words[start - 2] if start > 1 else ""
        is_adjective = row in DETERMINERS | PREPOSITIONS or row.endswith("ly")
        return None if is_adjective or (is_list and not has_object) else Kind.PARTICIPLE
    is_named = before[:1].isupper() and before.lower() not in DATE_WORDS
    # "…, a move that …" sums up what was said before.
    is_named = is_named or (first in ("a", "an", "one") and end == len(sentence.words))
    if first in DETERMINERS and is_named and not is_list and not _has_own_verb(words):
        return Kind.APPOSITIVE
    return None


def _has_own_verb(words: list[str]) -> bool:
    """Return whether there is a finite verb outside a clause with "who" or "that"."""
    for place, word in enumerate(words):
        if word in RELATIVES or word == "that":
            return False
        if is_verb(words, place):
            return True
    return False
