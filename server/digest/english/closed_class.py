"""Closed word classes and common verbs: the words that show where clauses begin and end."""

import re
from collections.abc import Sequence

EDGES = re.compile(r"^\W+|\W+$")


def list_words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


AUXILIARIES = list_words(
    "is are was were am be been has have had do does did can could may might must shall should"
    " will would isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't can't"
    " couldn't won't wouldn't shouldn't cannot it's he's she's that's there's they're we're i'm"
    " they've we've i've"
)
PAST = list_words(
    "said told went came took made got gave found left kept held led met won lost paid sent built"
    " became began broke brought bought caught chose drew drove ate fell felt fought flew forgot"
    " grew heard hit hurt knew laid lay let lit meant put ran rode rose saw sold set shot shook"
    " showed shut sang sank sat slept spoke spent stood stole struck swam swore taught tore"
    " thought threw understood woke wore wrote cut cost beat bet hung read sought spread swept"
    " withdrew overcame underwent dealt fled"
)
PRESENT = list_words(
    "says tells goes comes takes makes gets gives finds leaves keeps holds leads meets wins loses"
    " pays sends becomes begins brings plans wants needs faces remains includes shows seems"
    " appears believes thinks expects hopes means runs lives works plays calls uses allows"
    " provides offers continues starts stands sits lies helps adds follows argues claims insists"
    " warns denies knows sees feels looks turns falls rises grows say think want need remain"
    " believe know hope"
)
SPEECH_VERBS = list_words("said says told added announced confirmed wrote tweeted explained")

DETERMINERS = list_words("a an the his her its their one")
RELATIVES = list_words("which who whose where whom")
SUBORDINATORS = list_words("after as before during following when while since")
PREPOSITIONS = list_words(
    "in on at by for from with to of under over about against among between through into amid"
    " despite inside outside near across along around behind beyond within without upon off out up"
    " like unlike because although though if until unless once according"
)
# Prepositions that open a phrase of time, place or manner.
SCENES = list_words(
    "in at during near outside inside amid across alongside with for against by from over"
)
# Words that open the subject of a clause, if not a capital.
SUBJECTS = list_words(
    "the a an this that these those it he she they we i you his her its their our my there one"
    " many some several most both all another police officials authorities"
)
CONJUNCTIONS = list_words("and but or so yet")
# After one of these, a word in -ed describes the noun that follows: "a besieged city".
BEFORE_ADJECTIVE = list_words(
    "a an the his her its their our your my this that these those of in on at by with for from to"
    " and or as more most very two three several many some no all be been being"
)
# These follow a verb in -s more often than a plural noun.
BEHIND_VERB = list_words(
    "to that a an the his her its their it in on at with for by as not how what from into out up"
    " down off more over about all no him them itself himself herself through"
)
ADVERBS = list_words("also then later now still never already")
ARTICLES = list_words("the a an")
SUBJECT_PRONOUNS = list_words("he she it they this")
PAST_AUXILIARIES = list_words("was were had has have")
# After a comma, these belong to the name before it.
NAME_SUFFIXES = ("Jr", "Sr", "Inc")
NUMBER_WORDS = list_words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " dozen dozens hundred hundreds thousand thousands million millions billion billions half"
    " quarter third first second last twice"
)
PAST_ENDING = re.compile(r"[a-z]{2,}ed$")


def strip_marks(token: str) -> str:
    """Return a token without the marks around it."""
    # Most tokens have none, which this test tells at a tenth of the cost.
    return token if token.isalnum() else EDGES.sub("", token)


def find_words(tokens: Sequence[str]) -> list[str]:
    """Return tokens in lower case, without the marks around them, with straight apostrophes."""
    return [strip_marks(token).lower().replace("’", "'") for token in tokens]


def is_verb(words: Sequence[str], place: int) -> bool:
    """Return whether the word at `place` is, certainly or probably, a finite verb."""
    word = words[place]
    if word in AUXILIARIES or word in PAST or word in PRESENT:
        return True
    if not word.endswith("ed") or not PAST_ENDING.match(word):
        return False
    return place == 0 or words[place - 1] not in BEFORE_ADJECTIVE


def has_verb(words: Sequence[str]) -> bool:
    """Return whether there is a finite verb among the words."""
    return any(is_verb(words, place) for place in range(len(words)))


def count_main_verbs(words: Sequence[str]) -> list[int]:
    """Return how many verbs outside relative clauses there are before each word, and in all.

    "Had been" counts once, and each relative pronoun takes one verb.
    """
    counts = [0]
    follows = False
    for place, word in enumerate(words):
        is_finite = is_verb(words, place)
        counts.append(counts[-1] + (is_finite and not follows) - (word in RELATIVES))
        follows = is_finite
    return counts


def opens_on_verb(words: Sequence[str]) -> bool:
    """Return whether the words start with a verb whose subject precedes them."""
    place = 1 if len(words) > 1 and (words[0].endswith("ly") or words[0] in ADVERBS) else 0
    if place >= len(words):
        return False
    word = words[place]
    if word in AUXILIARIES or word in PAST or word in PRESENT or PAST_ENDING.match(word):
        return True
    following = words[place + 1] if place + 1 < len(words) else ""
    return word.endswith("s") and not word.endswith("ss") and following in BEHIND_VERB
