"""Pack sentences into windows of token ids for the encoder.

A window holds whole sentences; a sentence longer than a window continues in the next. Every token
of every sentence is read, however long the article, unless the caller sets a limit.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from tokenizers import Tokenizer

CLS = "[CLS]"
SEP = "[SEP]"

# Characters of a sentence, from the first to the one behind the last.
Span = tuple[int, int]

# The words of a sentence are those of str.split.
BETWEEN_SPACES = re.compile(r"\S+")


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
        self._opening, self._closing = (_find_id(tokenizer, token) for token in (CLS, SEP))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a tokenizer.json."""
        return cls(Tokenizer.from_file(str(path)))

    def split(self, sentences: Sequence[str]) -> list[Spelling]:
        """Return each sentence's tokens, without [CLS] and [SEP]."""
        encodings = self._tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        return [
            Spelling(encoding.ids, _find_words(encoding.offsets, sentence), encoding.offsets)
            for encoding, sentence in zip(encodings, sentences, strict=True)
        ]

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
