"""Inflect the verbs and nouns of our own lexicon."""

import re
from enum import Enum, auto

# Irregular pasts and participles. Only the verbs of plain_words.txt are needed.
IRREGULAR = {
    "break": ("broke", "broken"),
    "build": ("built", "built"),
    "catch": ("caught", "caught"),
    "come": ("came", "come"),
    "cut": ("cut", "cut"),
    "do": ("did", "done"),
    "fall": ("fell", "fallen"),
    "find": ("found", "found"),
    "get": ("got", "got"),
    "give": ("gave", "given"),
    "grow": ("grew", "grown"),
    "hide": ("hid", "hidden"),
    "hold": ("held", "held"),
    "leave": ("left", "left"),
    "make": ("made", "made"),
    "pay": ("paid", "paid"),
    "put": ("put", "put"),
    "read": ("read", "read"),
    "rise": ("rose", "risen"),
    "send": ("sent", "sent"),
    "set": ("set", "set"),
    "show": ("showed", "shown"),
    "shrink": ("shrank", "shrunk"),
    "speed": ("sped", "sped"),
    "spread": ("spread", "spread"),
    "take": ("took", "taken"),
    "tear": ("tore", "torn"),
    "tell": ("told", "told"),
    "throw": ("threw", "thrown"),
}
THIRD = {"do": "does"}
PLURALS = {"person": "people"}
# Verbs of one syllable, and these, double their last letter: "stopped", "permitted", but "opened".
DOUBLED = re.compile(r"(?:[^aeiou]*(?:qu)?[aeiou][bdgklmnprtz]|occur|permit)$")
# "a" or "an" depends on the sound; these start with a vowel letter but a consonant sound.
INDEFINITE_ARTICLE = re.compile(r"[Aa]n?")
SPOKEN_CONSONANT = re.compile(r"(?:u(?:s[ei]|ni[^mn])|eu|one\b)", re.IGNORECASE)
VOWEL_LETTER = re.compile(r"[aeiou]", re.IGNORECASE)


class Form(Enum):
    """The form of a verb or noun."""

    BASE = auto()
    THIRD = auto()  # "buys"
    PAST = auto()
    PARTICIPLE = auto()
    GERUND = auto()  # "buying"
    SINGULAR = auto()
    PLURAL = auto()


def inflect_verb(verb: str, form: Form) -> str:
    """Return a form of a verb; in a phrase, the first word is the verb: "set up", "sets up"."""
    base, *rest = verb.split()
    return " ".join([_inflect(base, form), *rest])


def inflect_noun(noun: str, form: Form) -> str:
    """Return the singular or plural of a noun; in a phrase, the last word is the noun."""
    *rest, base = noun.split()
    if form is Form.PLURAL:
        base = PLURALS.get(base) or _add_s(base)
    return " ".join([*rest, base])


def takes_an(word: str) -> bool:
    """Return whether the indefinite article before a word is "an"."""
    return bool(VOWEL_LETTER.match(word)) and not SPOKEN_CONSONANT.match(word)


def _inflect(verb: str, form: Form) -> str:
    past, participle = IRREGULAR.get(verb) or (_add(verb, "ed"),) * 2
    if form is Form.PAST:
        return past
    if form is Form.PARTICIPLE:
        return participle
    if form is Form.GERUND:
        return _add(verb, "ing")
    if form is Form.THIRD:
        return THIRD.get(verb) or _add_s(verb)
    return verb


def _add(verb: str, ending: str) -> str:
    if ending == "ed" and re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    if verb.endswith("ie") and ending == "ing":
        return verb[:-2] + "ying"
    if verb.endswith("e") and not (ending == "ing" and verb.endswith(("ee", "ye", "oe"))):
        return verb[:-1] + ending
    if DOUBLED.match(verb):
        return verb + verb[-1] + ending
    return verb + ending


def _add_s(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
