"""The lexicon of plain words: which word may replace which, in which form.

`plain_words.txt` beside this file lists the lemmas; their forms are generated once, at the first
use, so that a lookup is that of a dictionary.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

from server.digest.english.inflection import Form, inflect_noun, inflect_verb

FILE = Path(__file__).with_name("plain_words.txt")
# Of the text of that file: a word altered by a flipped bit would make a false statement.
CHECKSUM = "fed47a93c91467f6c1af91a8b6f3760d28008ec4dcede7fab88c9135bbc7f68a"
VERB_FORMS = (Form.BASE, Form.THIRD, Form.PAST, Form.PARTICIPLE, Form.GERUND)
NOUN_FORMS = (Form.SINGULAR, Form.PLURAL)


Phrase = tuple[str, ...]
Item = TypeVar("Item")


class LexiconError(Exception):
    """The file of plain words is missing or is not the one that was shipped."""


class Plain(NamedTuple):
    """The replacement for one form of a word, and the section of the lexicon it comes from."""

    text: str
    section: str
    form: Form | None = None


class Lexicon(NamedTuple):
    """The replacements of lower-case words and of phrases, and the phrases by first word."""

    words: Mapping[str, tuple[Plain, ...]]
    phrases: Mapping[Phrase, str]
    openings: Mapping[str, tuple[Phrase, ...]]


@cache
def load_lexicon() -> Lexicon:
    """Read plain_words.txt. Raises LexiconError if it is missing or not exactly as shipped."""
    parser = ConfigParser(delimiters=":", interpolation=None, strict=True)
    parser.read_string(_read_file())
    words: dict[str, list[Plain]] = defaultdict(list)
    for section in ("verbs", "nouns", "adjectives", "words"):
        for lemma, plain in parser[section].items():
            for word, entry in _spell(lemma, plain, section):
                words[word].append(entry)
    phrases = {tuple(phrase.split()): plain for phrase, plain in parser["phrases"].items()}
    openings: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        openings[phrase[0]].append(phrase)
    return Lexicon(_freeze(words), phrases, _freeze(openings))


def _read_file() -> str:
    try:
        text = FILE.read_text(encoding="utf-8")
    except OSError as error:
        raise LexiconError(f"{FILE} could not be read: {error.strerror}.") from error
    except ValueError as error:
        raise LexiconError(f"{FILE} is damaged.") from error
    # The text, not the bytes: Git may have converted the line endings to those of Windows.
    if sha256(text.encode()).hexdigest() != CHECKSUM:
        raise LexiconError(f"{FILE} is damaged.")
    return text


def _freeze(lists: Mapping[str, list[Item]]) -> dict[str, tuple[Item, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def _spell(lemma: str, plain: str, section: str) -> Iterator[tuple[str, Plain]]:
    """Yield each form of a lemma with the same form of its replacement."""
    if section == "verbs":
        for form in VERB_FORMS:
            yield inflect_verb(lemma, form), Plain(inflect_verb(plain, form), section, form)
    elif section == "nouns":
        for form in NOUN_FORMS:
            yield inflect_noun(lemma, form), Plain(inflect_noun(plain, form), section, form)
    else:
        yield lemma, Plain(plain, section)
