"""Packing: every token of every sentence is read exactly once."""

import re
from bisect import bisect_right
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from server.config import Config
from server.digest.salience.windows import Tokens

TINY = Path(__file__).parents[2] / "fixtures" / "tiny-model" / "tokenizer.json"
TOKENS = Tokens.load(TINY)
CLS, SEP = 2, 3

# The tiny vocabulary spells letter by letter, so a word of n letters that it does not know has n
# tokens; words of it ("the", "bridge") have one.
words = st.one_of(st.sampled_from(["the", "bridge", "xq", "."]), st.text("abqx", min_size=1))
sentences = st.lists(st.lists(words, max_size=30).map(" ".join), max_size=12)
limits = st.integers(min_value=3, max_value=40)
overlaps = st.integers(min_value=0, max_value=4)
ample_time = settings(deadline=None)  # A loaded machine is not a bug.


SHIPPED = Config().model_dir / "tokenizer.json"
# Letters and marks of news, and what the tokenizer treats in ways of its own.
characters = st.sampled_from("aeTS19 .,’“…–-'\"()[]/#$£é\u0301\u200b\n\u00a0中")
texts = st.lists(st.one_of(words, st.sampled_from(["[SEP]", "Osterby", "don’t"]), characters))


@ample_time
@given(st.sampled_from((TINY, SHIPPED)), texts.map("".join))
@example(SHIPPED, "The council’s $3.4m bridge — “unsafe” … won’t re-open, Ms. Oduya (leader) said.")
def test_tokens_are_those_of_the_tokenizer(path: Path, text: str) -> None:
    encoding = load_tokenizer(path).encode(text, add_special_tokens=False)
    [spelling] = load_tokens(path).split([text])
    assert spelling.ids == encoding.ids
    assert spelling.spans == encoding.offsets
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    assert spelling.words == [bisect_right(starts, start) - 1 for start, _ in encoding.offsets]


@cache
def load_tokens(path: Path) -> Tokens:
    return Tokens.load(path)


@cache
def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@ample_time
@given(sentences, limits, overlaps)
def test_every_token_lies_in_exactly_one_piece(texts: list[str], limit: int, overlap: int) -> None:
    read: dict[int, list[int]] = {index: [] for index in range(len(texts))}
    for window in TOKENS.pack(texts, limit, overlap):
        for piece in window.pieces:
            read[piece.sentence] += window.ids[piece.start : piece.end]
    assert list(read.values()) == [spelling.ids for spelling in TOKENS.split(texts)]


@ample_time
@given(sentences, limits, overlaps)
def test_windows_keep_to_the_limit(texts: list[str], limit: int, overlap: int) -> None:
    for window in TOKENS.pack(texts, limit, overlap):
        assert len(window.ids) <= limit
        assert (window.ids[0], window.ids[-1]) == (CLS, SEP)
        assert not {CLS, SEP} & set(window.ids[1:-1])


@ample_time
@given(sentences, limits, overlaps)
def test_pieces_are_adjacent_and_end_the_window(texts: list[str], limit: int, overlap: int) -> None:
    for window in TOKENS.pack(texts, limit, overlap):
        assert window.pieces
        assert all(left.end == right.start for left, right in pairwise(window.pieces))
        assert all(piece.start < piece.end for piece in window.pieces)
        assert window.pieces[-1].end == len(window.ids) - 1


@ample_time
@given(sentences, limits)
def test_without_overlap_there_is_no_context(texts: list[str], limit: int) -> None:
    assert all(window.pieces[0].start == 1 for window in TOKENS.pack(texts, limit))


@ample_time
@given(sentences, limits, overlaps)
def test_a_sentence_that_fits_a_window_is_never_parted(
    texts: list[str], limit: int, overlap: int
) -> None:
    owners = [p.sentence for w in TOKENS.pack(texts, limit, overlap) for p in w.pieces]
    for index, spelling in enumerate(TOKENS.split(texts)):
        if 0 < len(spelling.ids) <= limit - 2:
            assert owners.count(index) == 1


@ample_time
@given(sentences, limits, st.integers(min_value=0, max_value=150))
def test_a_bound_cuts_the_longest_alike_and_leaves_the_others(
    texts: list[str], limit: int, most: int
) -> None:
    read: dict[int, list[int]] = {index: [] for index in range(len(texts))}
    for window in TOKENS.pack(texts, limit, most=most):
        for piece in window.pieces:
            read[piece.sentence] += window.ids[piece.start : piece.end]
    whole = [spelling.ids for spelling in TOKENS.split(texts)]
    share = max(map(len, read.values()), default=0)
    assert list(read.values()) == [ids[:share] for ids in whole]
    assert sum(map(len, read.values())) <= most
    # One token more for each would have been too many, or there are no more.
    assert list(read.values()) == whole or sum(len(ids[: share + 1]) for ids in whole) > most


@ample_time
@given(sentences, limits)
def test_every_token_knows_its_word(texts: list[str], limit: int) -> None:
    told: dict[int, list[int]] = {index: [] for index in range(len(texts))}
    for window in TOKENS.pack(texts, limit):
        for piece in window.pieces:
            assert len(piece.words) == piece.end - piece.start
            told[piece.sentence] += piece.words
    for text, words in zip(texts, told.values(), strict=True):
        spelled = [len(spelling.ids) for spelling in TOKENS.split(text.split())]
        assert words == [word for word, size in enumerate(spelled) for _ in range(size)]


@ample_time
@given(sentences, limits)
def test_every_token_knows_its_characters(texts: list[str], limit: int) -> None:
    told: dict[int, list[str]] = {index: [] for index in range(len(texts))}
    for window in TOKENS.pack(texts, limit):
        for piece in window.pieces:
            assert len(piece.spans) == piece.end - piece.start
            told[piece.sentence] += [texts[piece.sentence][a:b] for a, b in piece.spans]
    # All words here are spelled out, so nothing but white space is between two tokens.
    assert ["".join(parts) for parts in told.values()] == ["".join(text.split()) for text in texts]


@ample_time
@given(sentences, limits, st.integers(min_value=0, max_value=150))
def test_a_piece_is_whole_if_it_has_all_tokens(texts: list[str], limit: int, most: int) -> None:
    sizes = [len(spelling.ids) for spelling in TOKENS.split(texts)]
    for window in TOKENS.pack(texts, limit, most=most):
        for piece in window.pieces:
            assert piece.is_whole == (piece.end - piece.start == sizes[piece.sentence])


def test_words_are_what_white_space_parts() -> None:
    (spelling,) = TOKENS.split(["the\u00a0city's  river.\tthe"])
    assert spelling.words == [0, 1, 1, 1, 2, 2, 3]


def test_whole_sentences_are_packed_together() -> None:
    windows = TOKENS.pack(["the bridge .", "the city .", "the river ."], limit=8)
    assert [[piece.sentence for piece in window.pieces] for window in windows] == [[0, 1], [2]]


def test_a_long_sentence_goes_on_in_the_next_window() -> None:
    first, second = TOKENS.pack(["the bridge . " * 3, "the city ."], limit=9)
    assert [(p.sentence, p.end - p.start) for p in first.pieces] == [(0, 7)]
    assert [(p.sentence, p.end - p.start) for p in second.pieces] == [(0, 2), (1, 3)]


@pytest.mark.parametrize(
    ("overlap", "context"),
    [
        pytest.param(0, "", id="none asked for"),
        pytest.param(1, "the river", id="one sentence"),
        pytest.param(2, "the city . the river", id="two sentences"),
        pytest.param(3, "the city . the river", id="a third would push the next sentence out"),
    ],
)
def test_overlap_repeats_whole_sentences_as_context(overlap: int, context: str) -> None:
    _, window = TOKENS.pack(["the plan .", "the city .", "the river", "the bridge"], 10, overlap)
    assert [piece.sentence for piece in window.pieces] == [3]
    (expected,) = TOKENS.split([context])
    assert list(window.ids[1 : window.pieces[0].start]) == expected.ids


def test_text_beyond_the_saved_truncation_is_read(tmp_path: Path) -> None:
    tokenizer = Tokenizer.from_file(str(TINY))
    tokenizer.enable_truncation(5)
    tokenizer.enable_padding(length=50)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    assert Tokens.load(tmp_path / "tokenizer.json").split(["the bridge " * 40, "the"]) == (
        TOKENS.split(["the bridge " * 40, "the"])
    )


@pytest.mark.parametrize("sentence", ["", " ", "\u0007"], ids=["empty", "space", "control"])
def test_a_sentence_without_tokens_has_no_piece(sentence: str) -> None:
    (window,) = TOKENS.pack(["the city .", sentence, "the river ."], limit=20)
    assert [piece.sentence for piece in window.pieces] == [0, 2]


def test_no_sentences_make_no_windows() -> None:
    assert TOKENS.pack([], limit=20) == []


def test_a_window_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        TOKENS.pack(["the city ."], limit=2)
