"""Sentences to windows of token ids that the encoder can read.

Whole sentences are packed into windows; a sentence longer than a window goes on in the next. Every
token of every sentence is read, however long the article.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tokenizers import Tokenizer

OPENING = "[CLS]"
CLOSING = "[SEP]"


@dataclass(frozen=True, slots=True)
class Piece:
    """The tokens `start` to `end` of a window that belong to one sentence."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids from [CLS] to [SEP], and the pieces of sentences that the window is read for.

    Tokens in no piece are context: sentences repeated from the window before.
    """

    ids: tuple[int, ...]
    pieces: tuple[Piece, ...]


class Tokens:
    """A tokenizer that cuts nothing off and pads nothing."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        # The published tokenizer.json asks for truncation at 128 tokens, and for padding to 128.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._opening, self._closing = (_find_id(tokenizer, token) for token in (OPENING, CLOSING))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a tokenizer.json."""
        return cls(Tokenizer.from_file(str(path)))

    def split(self, sentences: Sequence[str]) -> list[list[int]]:
        """Return each sentence's token ids, without [CLS] and [SEP]."""
        encodings = self._tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def pack(self, sentences: Sequence[str], limit: int, overlap: int = 0) -> list[Window]:
        """Pack sentences into windows of at most `limit` tokens, [CLS] and [SEP] included.

        Every token of every sentence lies in exactly one piece of one window. A sentence that has
        no tokens (a lone control character, say) has no piece. A window opens with up to `overlap`
        whole sentences of the one before as context, as far as the sentence after them still fits.
        Raise ValueError if `limit` leaves no room for a token.
        """
        room = limit - 2
        if room < 1:
            raise ValueError(f"A window of {limit} tokens has no room beside [CLS] and [SEP].")
        sequences = self.split(sentences)
        windows: list[Window] = []
        ids: list[int] = []
        pieces: list[Piece] = []

        def close() -> None:
            if pieces:
                windows.append(Window((self._opening, *ids, self._closing), tuple(pieces)))
            ids.clear()
            pieces.clear()

        for index, sequence in enumerate(sequences):
            if len(ids) + len(sequence) > room:
                close()
                ids += _recall(sequences[:index], overlap, room - len(sequence))
            for start in range(0, len(sequence), room):
                if len(ids) + 1 > room:
                    close()
                part = sequence[start : start + room]
                pieces.append(Piece(index, 1 + len(ids), 1 + len(ids) + len(part)))
                ids += part
        close()
        return windows


def _find_id(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"The tokenizer has no {token}.")
    return number


def _recall(earlier: list[list[int]], overlap: int, room: int) -> list[int]:
    """Return the ids of the last `overlap` sentences, fewer if they take more than `room`."""
    recalled: list[int] = []
    for sequence in reversed(earlier[-overlap:] if overlap else []):
        if len(sequence) + len(recalled) > room:
            break
        recalled[:0] = sequence
    return recalled
