"""Split a paragraph into sentences, each an exact span of the paragraph as given.

`sentencex` (Wikimedia) finds the boundaries: of the libraries measured it is as accurate as the
best, and by far the fastest (`tests/fixtures/README.md` has the table). This module corrects its
errors, and each rule names the case of `tests/fixtures/sentences.json` that needs it:

- It pairs straight quotes from the left, so one unclosed quote inverts the rest of a paragraph
  (`open-quote`), and it reads a list item as one sentence (`bullet-sentences`). Quotation marks and
  list marks are therefore hidden from it.
- It finds false boundaries: `FALSE_BOUNDARIES`, and list numbers (`numbered`).
- It misses some boundaries: `MISSED_BOUNDARIES`, `BRACKET_END`, `LINE_ITEM`, `BULLET`.
- It cannot read lone surrogates: each is replaced by one other character first.

A quotation of several sentences is several sentences (`inside-two`); a bracket of up to
`BRACKET_REACH` characters stays whole (`paren-two`).

Patterns that search a whole paragraph begin with a set of characters: Python finds one of a set ten
times as fast as one of several alternatives.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from sentencex import segment  # type: ignore[import-untyped]

from server.digest.english import LANGUAGE
from server.digest.english.abbreviations import (
    CAPITAL_TITLE,
    COMPANY_SUFFIX,
    DOMAIN_ENDING,
    FALSE_ABBREVIATION,
    FINAL_ABBREVIATION,
    SENTENCE_STARTER,
    SPEECH_BEHIND_QUOTE,
    TITLE_ABBREVIATION,
    UNIT_ABBREVIATION,
)
from server.digest.english.calendar import MONTH_STEM, WEEKDAY, ZONE_NAME

Span = tuple[int, int]

# Enough on each side of a boundary for the longest rule below, and constant work per boundary.
CONTEXT = 80
# How far back to look for an opening bracket; brackets in news are shorter.
BRACKET_REACH = 600
# No English word or address is this long; sentencex takes quadratic time on a run without spaces.
LONGEST_RUN = 1000

# A blank line, a form feed or a paragraph separator always ends a sentence; a single line break
# does not, since the source of a page wraps its lines (`heading`, `wrapped`).
BLOCK_BREAK = re.compile(
    r"[\r\n\f\v\u2029](?:(?<=[\f\v\u2029])|(?:(?<=\n)|(?<=\r)\n)[^\S\n]*\n"
    r"|(?<=\r)(?!\n)[^\S\r\n]*\r)"
)
SURROGATE = re.compile(r"[\ud800-\udfff]")
LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN},}}")
LETTER_OR_DIGIT = re.compile(r"[^\W_]")

QUOTES = "\"“”„«»‘’'`"
BULLETS = "•‣▪●◦⁃■□►➤★"
# Bounded, like nearly every repetition here, so that any text is read in linear time.
CLOSING_MARKS = r"[\"”’'»)\]]{0,4}"
OPENING_MARKS = r"[\"“‘'«(\[]{0,4}"

# Hidden from sentencex: quotation marks, bullets, and the numbers of list items.
HIDDEN = re.compile(rf"[{QUOTES}{BULLETS}]")
HIDDEN_NUMBER = re.compile(r"(?<!\S)\(?(?:\d{1,2}|[a-z])\)(?=\s)")
# Quotes right behind a sentence close it; quotes behind the space open the next.
GAP = re.compile(rf"[{QUOTES}]*\s*")

# (left of the boundary, right of it): a position that both patterns match is not a boundary.
FALSE_BOUNDARIES = tuple(
    (re.compile(rf"{left}$"), re.compile(right))
    for left, right in (
        # `ask-lower`, `title-question`, `brand-bang`, `dot-quote-lower`, `dash-lower`,
        # `quote-apart`
        (
            r"(?:[?!…]|[.?!…][\"”’'»)\]]{1,4})",
            r"[\"”’'»\s]{0,4}(?:[–—-]{1,2}\s)?[a-z]{1,30}(?![A-Za-z])",
        ),
        # `sgt-maj`, `gen-lower`, `mt-ft`
        (rf"\b{TITLE_ABBREVIATION}\.", rf"(?!{SENTENCE_STARTER})[A-Z]"),
        # `approx-est`, `vol-ed`
        (rf"\b{UNIT_ABBREVIATION}\.", r"[0-9a-z]"),
        # `month-glued`
        (rf"{MONTH_STEM}\.", r"\d"),
        # `pm-day`, `pm-zone`
        (r"\b[ap]\.m\.", rf"(?:{WEEKDAY}|{MONTH_STEM}|{ZONE_NAME})"),
        # `ask-name`, `ask-title-name`
        (r"[?!][\"”’'»]{1,4}", rf"(?:[A-Z][\w.’'-]{{0,20}}\s){{1,4}}{SPEECH_BEHIND_QUOTE}"),
        # `brand-bang-inc`
        (r"\w!", COMPANY_SUFFIX),
    )
)
# `glued`: a full stop with no space behind it ends a sentence only between two plain words.
GLUED_LEFT = re.compile(rf"(?:[a-z]{{2}}|\d)[.!?]{CLOSING_MARKS}$")
GLUED_RIGHT = re.compile(rf"{OPENING_MARKS}(?!{DOMAIN_ENDING})[A-Z][a-z’']{{0,30}}(?=[\s,;:]|$)")
IN_ADDRESSES = frozenset("/@_=&")

# What may be a boundary that the library has missed; the next sentence starts where the match ends.
# It is one if a pair of patterns matches up to its first mark, and behind that.
GAP_BEFORE_CAPITAL = re.compile(rf"[.…]{CLOSING_MARKS}\s+(?={OPENING_MARKS}[A-Z])")
MISSED_BOUNDARIES = tuple(
    (re.compile(rf"{left}$"), re.compile(rf"{CLOSING_MARKS}\s+{OPENING_MARKS}{right}"))
    for left, right in (
        # `ellipsis-capital`
        (r"\w…", "[A-Z]"),
        # `initial-I`, `month-end`, `us-end-though`
        (rf"\b(?:{MONTH_STEM}|{FINAL_ABBREVIATION})\.", rf"{SENTENCE_STARTER}\s"),
        # `false-abbrev-mar`, `false-abbrev-me`
        (rf"\b{FALSE_ABBREVIATION}\.", "[A-Z]"),
        # `two-capitals`: initials of places; in "ST. BRENNAN" the name is in capitals too
        (rf"\b(?!{CAPITAL_TITLE})[A-Z]{{2}}\.", "[A-Z][a-z]"),
    )
)
# `paren-sentence`: a bracket that opened behind a sentence ends as one. So does any bracket with a
# full stop before its end if a SENTENCE_STARTER follows (`paren-starter`).
BRACKET_END = re.compile(
    rf"[.!?][\"”’'»]{{0,4}}\)\s+"
    rf"(?:(?P<certain>(?={OPENING_MARKS}{SENTENCE_STARTER}))|(?={OPENING_MARKS}[A-Z]))"
)
BRACKET_START = re.compile(rf"[.!?]{CLOSING_MARKS}\s$")
# Where a list item starts: at its mark on a new line, or at a bullet (`bullets-lines`, …).
LINE_END = re.compile(r"[\r\n]")
LINE_ITEM = re.compile(rf"[^\S\r\n]{{0,8}}(?:[{BULLETS}*–-]|\(?\d{{1,2}}[.)])(?=\s)")
BULLET = re.compile(rf"[{BULLETS}](?<=\s.)(?=\s)")
LIST_NUMBER = re.compile(r"\s*\(?\d{1,2}[.)]\s*")
# Marks behind a full stop belong to the sentence before: those that touch it, notes in brackets
# (`dagger`, `zero-width`, `emoji-glued`, `footnote`), and symbols after a space (`emoji`).
TRAILING_MARKS = re.compile(
    rf"(?<=\S)(?:\[\d{{1,3}}\]){{1,4}}(?:\s+|$)"
    rf"|(?<=\S)[^\w\s()\[\]{QUOTES}]{{1,8}}(?:\s+|$)"
    rf"|(?<=\s)[^\w\s\x00-\x7f¡¿£€¥§–—−…{QUOTES}{BULLETS}]{{1,8}}(?:\s+|$)"
)


def split_sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of `text`, in code points, in order.

    Spans are trimmed and disjoint, and together they cover every character that is not white space.
    Any text is accepted; time is linear in its length.
    """
    spans: list[Span] = []
    start = 0
    for match in BLOCK_BREAK.finditer(text):
        spans.extend(_split_block(text, start, match.start()))
        start = match.end()
    spans.extend(_split_block(text, start, len(text)))
    return spans


def _split_block(text: str, start: int, end: int) -> Iterator[Span]:
    block = text[start:end]
    first = previous = 0
    has_word = False
    # Marks behind the last word do not form a sentence (`stray-mark`).
    behind = next((i for i, character in enumerate(reversed(block)) if character.isalnum()), 0)
    cuts = [cut for cut in _find_cuts(block) if cut < len(block) - behind]
    for cut in [*cuts, len(block)]:
        has_word = has_word or bool(LETTER_OR_DIGIT.search(block, previous, cut))
        is_number = cut - first < CONTEXT and LIST_NUMBER.fullmatch(block, first, cut)
        previous = cut
        if cut < len(block) and (is_number or not has_word):
            continue
        piece = block[first:cut]
        if piece and not piece.isspace():
            left = first + len(piece) - len(piece.lstrip())
            yield start + left, start + first + len(piece.rstrip())
        first, has_word = cut, False


def _find_cuts(block: str) -> list[int]:
    """Return where sentences after the first start, in order."""
    found = (_match_end(TRAILING_MARKS, block, cut) for cut in _library_cuts(block))
    cuts = {cut for cut in found if not _is_false(block, cut)}
    cuts.update(_find_items(block))
    cuts.update(
        match.end()
        for match in GAP_BEFORE_CAPITAL.finditer(block)
        if match.end() not in cuts and _is_missed(block, match.start() + 1)
    )
    cuts.update(
        match.end()
        for match in BRACKET_END.finditer(block)
        if match["certain"] is not None or _has_opened_alone(block, match.start())
    )
    return sorted(cuts)


def _library_cuts(block: str) -> list[int]:
    """Return where sentencex cuts the block without its quotation marks and list marks."""
    kept = SURROGATE.sub("\ufffd", block)
    kept = LONG_RUN.sub(lambda run: "x" * len(run[0]), kept)
    hidden = [match.start() for match in HIDDEN.finditer(kept)]
    if ")" in kept:
        numbers = HIDDEN_NUMBER.finditer(kept)
        hidden = sorted(
            [*hidden, *(place for number in numbers for place in range(*number.span()))]
        )
    visible = "".join(kept[a + 1 : b] for a, b in pairwise((-1, *hidden, len(kept))))
    # before[i]: how many visible characters precede the i-th hidden one.
    before = [place - index for index, place in enumerate(hidden)]
    cuts = []
    place = 0
    for piece in segment(LANGUAGE, visible)[:-1]:
        place += len(piece)
        last = place - 1 - (len(piece) - len(piece.rstrip()))
        end = last + bisect_right(before, last) + 1
        cuts.append(_match_end(GAP, block, end))
    return cuts


def _find_items(block: str) -> Iterator[int]:
    """Yield where list items start."""
    lines = (0, *(match.end() for match in LINE_END.finditer(block)))
    yield from (line for line in lines if LINE_ITEM.match(block, line))
    yield from (match.start() for match in BULLET.finditer(block))


def _is_missed(block: str, place: int) -> bool:
    """Return whether the mark before `place` ends a sentence, if a capital follows."""
    start = max(0, place - CONTEXT)
    return any(
        b.match(block, place) and a.search(block, start, place) for a, b in MISSED_BOUNDARIES
    )


def _is_false(block: str, cut: int) -> bool:
    before = block[max(0, cut - CONTEXT) : cut]
    left = before.rstrip()
    right = block[cut : cut + CONTEXT]
    if left == before and left:
        is_address = not IN_ADDRESSES.isdisjoint(left.split()[-1])
        return is_address or not (GLUED_LEFT.search(left) and GLUED_RIGHT.match(right))
    return any(b.match(right) and a.search(left) for a, b in FALSE_BOUNDARIES)


def _has_opened_alone(block: str, bracket_end: int) -> bool:
    """Return whether the bracket that ends here opened behind a sentence, not inside one."""
    opening = block.rfind("(", max(0, bracket_end - BRACKET_REACH), bracket_end)
    if opening <= 0:
        return opening == 0
    return bool(BRACKET_START.search(block[max(0, opening - CONTEXT) : opening]))


def _match_end(pattern: re.Pattern[str], block: str, place: int) -> int:
    match = pattern.match(block, place)
    return match.end() if match else place
