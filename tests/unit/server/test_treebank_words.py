"""Words end where they end in the English treebanks, and every token belongs to one."""

from pathlib import Path

import pytest

from server.digest.grammar.words import find_owners, split_words
from server.digest.salience.windows import Tokens
from server.digest.segmentation.eligibility import MOST_CHARACTERS
from tests.support.hostile_texts import TAILS, UNITS, fill, measure

TINY = Path(__file__).parents[2] / "fixtures" / "tiny-model" / "tokenizer.json"
TOKENS = Tokens.load(TINY)

# A text with its words between bars; a bar without spaces parts what is written as one.
CASES = {
    "negation": "She did|n't go|, they wo|n't|, ca|n't and have|n’t|.",
    "possessive": "Lind|'s boat|, the drivers|' union and Marlow|’s son",
    "verbs": "it|'s they|'re I|'ve we|’ll she|'d I|'m could|n't|'ve",
    "fused": "He can|not|, gon|na|, wan|na|, let|'s",
    "apostrophe inside": "O'Brien left at six o'clock",
    "years": "in the '90s|, the 1960's|, the 1990s and '71",
    "quotations": '“|It sank|,|” he said|, “|‘|Go|!|’|” and "|no|"|.',
    "behind a quotation": "“|Frozen|”|'s song",
    "hyphens": "a well|-|known ten|-|year|-|old boy in New York|-|based trade",
    "prefixes": "an e-mail|, co-workers|, non-profit|, re-elected|, anti-war",
    "dashes": "the boat – the old one — sank|—|twice -- so",
    "abbreviations": "Mr. Lund of Fisk Inc.|, St. Brennan Jr.|, met Dr. Oduya on Sept. 5|.",
    "abbreviation at the end": "They sell nets|, ropes|, etc|.",
    "numbered": "No. 10 on p. 5|, he said no|.",
    "initials": "J. R. Lund and J.K. Oduya took vitamin C|.",
    "dotted": "the U.S. army|, U.S.|-|led|, at 5 p.m. in the U.S.",
    "money": "$|5|m|, £|3.4 million|, US$|20|, €|5|bn|, 30|p",
    "percent": "3.5|% of 1,000|, 50|%|.",
    "units": "10|am|, 7:30|pm|, 40|km|, 5|kg|, 100|mph|, 3|x",
    "no units": "the 5th|, 20,000th|, 3d|, 4g|, 83n",
    "numbers": "7:30|, 9/11|, 1/2|, 3.5|, 1,000,000|, 24/7|, +44",
    "ranges": "10|-|12 boats|, 2003|–|2007|, a 3|-|2 win",
    "dates and telephones": "2026-11-28|, 11/28/2026|, 555-1234|, 713-555-1234",
    "list": "1. Close the bridge|.",
    "slashes": "and|/|or|, his|/|her",
    "ampersand": "AT&T|, R&D & more",
    "brackets": "(|the mayor|) [|sic|]",
    "rows of marks": "What|?!|, so ... yes … no|!!|, ======",
    "addresses": "see www.elmsworth.example/a?b=1|, ada@elmsworth.example|, elmsworth.co.uk|.",
    "handles": "@elmsworth|, #bridge|, #|2",
    "accents": "café|, cafe\u0301|, Skær\u00adra|.",
}


def write_words(text: str) -> str:
    """Return a text with bars where two words touch."""
    parts: list[str] = []
    for start, end in split_words(text):
        is_glued = bool(start) and not text[start - 1].isspace()
        parts.append(("|" if is_glued else " " if start else "") + text[start:end])
    return "".join(parts)


@pytest.mark.parametrize("name", CASES)
def test_words_end_where_the_treebanks_end_them(name: str) -> None:
    assert write_words(CASES[name].replace("|", "")) == CASES[name]


def own(text: str) -> list[tuple[str, str]]:
    """Return each token's characters with those of its word."""
    words = split_words(text)
    (spelling,) = TOKENS.split([text])
    owners = [words[owner] for owner in find_owners(spelling.spans, words)]
    return [
        (text[a:b], text[start:end])
        for (a, b), (start, end) in zip(spelling.spans, owners, strict=True)
    ]


def test_a_token_belongs_to_the_word_in_which_it_starts() -> None:
    # The network's tokenizer parts at marks only.
    assert own("the council's") == [
        ("the", "the"),
        ("council", "council"),
        ("'", "'s"),
        ("s", "'s"),
    ]
    # "don" is the first token of "don't", and its "n" belongs to another word.
    assert find_owners([(0, 3), (3, 4), (4, 5)], [(0, 2), (2, 5)]) == [0, 1, 1]


def test_a_word_within_a_token_has_none() -> None:
    assert find_owners([(0, 6), (7, 9)], [(0, 3), (3, 6), (7, 9)]) == [0, 2]


def test_a_word_without_tokens_is_passed_over() -> None:
    assert own("\u0007 the \u0007 river") == [("the", "the"), ("river", "river")]


@pytest.mark.parametrize("tail", TAILS)
def test_the_longest_sentence_is_parted_at_once(tail: str) -> None:
    texts = [fill(unit, MOST_CHARACTERS - len(tail), tail) for unit in UNITS]
    assert max(measure(split_words, text) for text in texts) < 0.1
