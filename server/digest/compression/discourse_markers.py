"""Find what opens a sentence without carrying it, and the small words that carry nothing."""

import re
from collections.abc import Iterator

from server.digest.compression.appositives import is_participle
from server.digest.compression.constituents import Kind, Sentence, Unit
from server.digest.compression.trailing_clauses import is_plain, is_scene
from server.digest.english.closed_class import SCENES, SUBJECTS, SUBORDINATORS, has_verb, list_words

# Openings before whose comma nothing is said; without them the point stands by itself.
CONNECTIVE = re.compile(
    r"(?:but|and|yet|so|still|also|meanwhile|however|moreover|furthermore|additionally|nevertheless"
    r"|nonetheless|indeed|besides|then|finally|similarly|likewise|in addition|of course"
    r"|for example|for instance|as a result|in fact|after all|in turn|plus|again|too|now"
    r"|consequently|therefore|unfortunately|fortunately|interestingly|surprisingly|remarkably"
    r"|unsurprisingly|incredibly|amazingly|sadly|luckily|naturally|thankfully|ultimately"
    r"|eventually|clearly|obviously|well|to be sure|in other words|in short|in the meantime"
    r"|at the same time|on the other hand|on top of that|that said|even so|in the end|as usual"
    r"|in any case|what['’]s more),$",
    re.I,
)
LONGEST_CONNECTIVE = 4
# These need no comma before a subject; "But for his help" is left alone.
BARE_CONNECTIVES = list_words("but and yet so meanwhile")
# Fewer words behind it are hardly a sentence.
FEWEST_BEHIND = 5

PRONOUNS = list_words("he she it they this that these those him her his its their")
INTENSIFIERS = list_words(
    "very really simply quite actually truly extremely incredibly hugely highly absolutely"
    " totally completely utterly also basically literally famously eventually ultimately currently"
)
# Before an intensifier it belongs to: "not very", "but also", "a very".
BOUND = list_words("not but a an so as too")
# Where something was said; none restricts what.
IDLE = re.compile(
    r"(?:in|during|at) an? (?:\w+ ){0,2}(?:statement|interview|press conference|news conference"
    r"|press release|news release|briefing|speech|post|tweet|video message)$"
)


def find_fillers(sentence: Sentence) -> Iterator[Unit]:
    """Return openings and idle words."""
    yield from _find_connectives(sentence)
    yield from _find_openings(sentence)
    for place in range(1, len(sentence.words)):
        yield from _find_words(sentence, place)


def _find_connectives(sentence: Sentence) -> Iterator[Unit]:
    tokens, words = sentence.tokens, sentence.words
    longest = min(LONGEST_CONNECTIVE, len(tokens) - FEWEST_BEHIND)
    for length in range(1, longest + 1):
        is_bare = length == 1 and tokens[0].lower() in BARE_CONNECTIVES
        is_subject = words[length] in SUBJECTS or sentence.is_capital(length)
        if CONNECTIVE.match(" ".join(tokens[:length])) or (is_bare and is_subject):
            yield Unit(0, length, Kind.CONNECTIVE)


def _find_openings(sentence: Sentence) -> Iterator[Unit]:
    """Offer an adverbial before the subject, if the rest is told as having happened."""
    words, segments = sentence.words, sentence.segments
    if len(segments) < 2:
        return
    start, end = segments[1]
    rest = words[start:]
    is_idle = bool(IDLE.match(" ".join(words[:start])))
    is_free = words[0] in SUBORDINATORS | SCENES | {"on"} or is_participle(sentence, 0)
    is_free = is_free and is_scene(words[:start])
    is_free = is_free and is_plain(rest, {place - start for place in sentence.quoted})
    is_subject = words[start] in SUBJECTS - PRONOUNS or sentence.is_capital(start)
    if (
        (is_idle or is_free)
        and is_subject
        and words[start] not in PRONOUNS
        and (has_verb(words[start:end]) or (sentence.is_capital(start) and has_verb(rest)))
    ):
        yield Unit(0, start, Kind.OPENING)


def _find_words(sentence: Sentence, place: int) -> Iterator[Unit]:
    tokens = sentence.tokens
    before, word = tokens[place - 1], tokens[place]
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    is_bound = before.lower() in BOUND or "n't" in before or before.endswith(",")
    # "quite a few" are many.
    is_bound = is_bound or following in ("a", "an", "the")
    is_idle = word in INTENSIFIERS and not is_bound and following[:1].islower()
    if is_idle or (word == "that" and before.lower() in ("said", "says", "added")):
        yield Unit(place, place + 1, Kind.WORD)
