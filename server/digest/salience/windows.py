"""Pack sentences into windows of token ids for the encoder.

A window holds whole sentences; a sentence longer than a window continues in the next. Every token
of every sentence is read, however long the article, unless the caller sets a limit.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, Self

from tokenizers import Tokenizer

CLS = "[CLS]"
SEP = "[SEP]"

# Characters of a sentence, from the first to the one behind the last.
Span = tuple[int, int]

# The words of a sentence are those of str.split.
BETWEEN_SPACES = re.compile(r"\S+")

# A sentence whose tokens can be looked up run by run: it has no accents, no controls, no signs that
# the tokenizer joins to letters, such as "£", and no bracket that could open a special token.
PLAIN = re.compile(r"[ -Z\\-~‘’“”–—…]*")
RUN = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9 ]")
# Of words that are several tokens, as many as some tens of articles have.
REMEMBERED_RUNS = 4_000


class Spelling(NamedTuple):
    """The N tokens of a sentence: their ids, characters, and the word that each is part of."""

    ids: list[int]
    words: list[int]
    spans: list[Span]

    def cut(self, start: int, end: int) -> "Spelling":
        """Return the tokens from `start` to `end`."""
        return Spelling(self.ids[start:end], self.words[start:end], self.spans[start:end])


@dataclass(frozen=True, slots=True)
class Piece:
    """The tokens `start` to `end` of a window that belong to one sentence.

    For each token, `words` holds the index of its word in `sentence.split()`, and `spans` its
    characters in the sentence. `is_whole` if these are all tokens of the sentence.
    """

    sentence: int
    start: int
    end: int
    words: tuple[int, ...]
    spans: tuple[Span, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids from [CLS] to [SEP], and the pieces of sentences that the window scores.

    Tokens outside all pieces are context: sentences repeated from the window before.
    """

    ids: tuple[int, ...]
    pieces: tuple[Piece, ...]


class Tokens:
    """A tokenizer that neither truncates nor pads."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        # The published tokenizer.json truncates at 128 tokens and pads to 128.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        # A name comes more than once in an article.
        self._spell = lru_cache(REMEMBERED_RUNS)(partial(_spell_run, tokenizer))
        self._opening, self._closing = (_find_id(tokenizer, token) for token in (CLS, SEP))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a tokenizer.json."""
        return cls(Tokenizer.from_file(str(path)))

    def split(self, sentences: Sequence[str]) -> list[Spelling]:
        """Return each sentence's tokens, without [CLS] and [SEP]."""
        return [
            self._look_up(sentence) if PLAIN.fullmatch(sentence) else self._encode(sentence)
            for sentence in sentences
        ]

    def _look_up(self, sentence: str) -> Spelling:
        """Return the tokens of a plain sentence, run by run: most runs are one token."""
        spelling = Spelling([], [], [])
        ids, words, spans = spelling
        word = end = -1
        for run in RUN.finditer(sentence.lower()):
            before = end
            start, end = run.span()
            word += start > before
            token = self._tokenizer.token_to_id(run[0])
            if token is not None:
                ids.append(token)
                words.append(word)
                spans.append((start, end))
                continue
            parts, offsets = self._spell(run[0])
            ids += parts
            words += [word] * len(parts)
            spans += [(start + first, start + last) for first, last in offsets]
        return spelling

    def _encode(self, sentence: str) -> Spelling:
        encoding = self._tokenizer.encode(sentence, add_special_tokens=False)
        return Spelling(encoding.ids, _find_words(encoding.offsets, sentence), encoding.offsets)

    def pack(
        self, sentences: Sequence[str], limit: int, overlap: int = 0, most: int | None = None
    ) -> list[Window]:
        """Pack sentences into windows of at most `limit` tokens, [CLS] and [SEP] included.

        Every token of every sentence lies in exactly one piece of one window. If the sentences have
        more than `most` tokens together, the longest are cut to a common length. A sentence without
        tokens, such as a lone control character, has no piece. A window starts with up to `overlap`
        whole sentences of the previous window as context, if the next sentence still fits.
        Raise ValueError if `limit` leaves no room for a token.
        """
        room = limit - 2
        if room < 1:
            raise ValueError(f"A window of {limit} tokens has no room beside [CLS] and [SEP].")
        spellings = self.split(sentences)
        sizes = [len(spelling.ids) for spelling in spellings]
        if most is not None:
            share = find_share(sizes, most)
            spellings = [spelling.cut(0, share) for spelling in spellings]
        windows: list[Window] = []
        ids: list[int] = []
        pieces: list[Piece] = []

        def close() -> None:
            if pieces:
                windows.append(Window((self._opening, *ids, self._closing), tuple(pieces)))
            ids.clear()
            pieces.clear()

        for index, spelling in enumerate(spellings):
            if len(ids) + len(spelling.ids) > room:
                close()
                ids += _recall(spellings[:index], overlap, room - len(spelling.ids))
            for start in range(0, len(spelling.ids), room):
                if len(ids) + 1 > room:
                    close()
                part = spelling.cut(start, start + room)
                place, size = 1 + len(ids), len(part.ids)
                is_whole = size == sizes[index]
                words, spans = tuple(part.words), tuple(part.spans)
                pieces.append(Piece(index, place, place + size, words, spans, is_whole))
                ids += part.ids
        close()
        return windows


def find_share(lengths: Sequence[int], most: int) -> int:
    """Return the length to cut each to so that together they have at most `most`.

    What the shorter ones do not use goes to the others.
    """
    for place, length in enumerate(sorted(lengths)):
        share = most // (len(lengths) - place)
        if length > share:
            return share
        most -= length
    return max(lengths, default=0)


def _find_id(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"The tokenizer has no {token}.")
    return number


def _spell_run(tokenizer: Tokenizer, run: str) -> tuple[list[int], list[Span]]:
    encoding = tokenizer.encode(run, add_special_tokens=False)
    return encoding.ids, encoding.offsets


def _find_words(spans: Sequence[Span], sentence: str) -> list[int]:
    starts = [word.start() for word in BETWEEN_SPACES.finditer(sentence)]
    return [bisect_right(starts, start) - 1 for start, _ in spans]


def _recall(earlier: list[Spelling], overlap: int, room: int) -> list[int]:
    """Return the ids of the last `overlap` sentences, or of fewer if those exceed `room`."""
    recalled: list[int] = []
    for spelling in reversed(earlier[-overlap:] if overlap else []):
        if len(spelling.ids) + len(recalled) > room:
            break
        recalled[:0] = spelling.ids
    return recalled
