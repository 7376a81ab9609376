"""Whatever the text: where its sentences lie, which may be points, what the network is shown."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.digest.article import Article
from server.digest.english.coreference import find_needs
from server.digest.english.datelines import find_body
from server.digest.grammar.words import find_owners, split_words
from server.digest.salience.windows import Spelling, Tokens
from server.digest.segmentation.eligibility import MOST_CHARACTERS, is_eligible, is_whole
from server.digest.segmentation.language import is_english
from server.digest.segmentation.sentences import split_sentences
from tests.support.fuzzing.paths import TINY_MODEL, cases, time_limit
from tests.support.fuzzing.texts import articles, sentences, texts

LIMIT = 64


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens.load(TINY_MODEL / "tokenizer.json")


@cases(3)
@given(texts)
def test_sentences_hold_every_character_once(text: str) -> None:
    with time_limit(1):
        spans = split_sentences(text)
    end = 0
    for start, stop in spans:
        assert not text[end:start].strip()
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()


@cases(1)
@given(articles)
def test_sentences_are_slices_of_their_paragraphs(paragraphs: list[str]) -> None:
    article = Article.from_paragraphs(paragraphs)
    places = [(sentence.paragraph, sentence.start) for sentence in article.sentences]
    assert places == sorted(places)
    for sentence in article.sentences:
        assert paragraphs[sentence.paragraph][sentence.start : sentence.end] == sentence.text


@cases(3)
@given(st.one_of(sentences(), texts))
def test_a_point_is_whole_and_of_a_sentence_s_length(text: str) -> None:
    with time_limit(1):
        is_point = is_eligible(text)
    assert is_whole(text) or not is_point
    assert len(text) <= MOST_CHARACTERS or not is_point


@cases(2)
@given(st.one_of(sentences(), texts))
def test_something_is_left_behind_a_dateline(text: str) -> None:
    with time_limit(1):
        body = find_body(text)
    assert body == 0 or 0 < body < len(text)


@cases(1)
@given(st.lists(st.one_of(sentences(), texts), max_size=12))
def test_a_sentence_needs_only_earlier_ones(read: list[str]) -> None:
    with time_limit(1):
        needs = find_needs(read)
    assert len(needs) == len(read)
    for index, wanted in enumerate(needs):
        assert wanted is None or all(0 <= place < index for place in wanted)


@cases(1)
@given(articles, st.text(max_size=8))
def test_a_language_is_told_of_any_text(paragraphs: list[str], hint: str) -> None:
    with time_limit(1):
        assert is_english(paragraphs, hint) in (True, False)


@cases(1)
@given(st.lists(texts, max_size=12), st.integers(3, LIMIT), st.integers(0, 2))
def test_windows_show_every_token_once(
    tokens: Tokens, paragraphs: list[str], limit: int, overlap: int
) -> None:
    # As the wire would have it: half a surrogate pair is mended before an article is read.
    read = [text.encode(errors="replace").decode() for text in paragraphs]
    with time_limit(1):
        windows = tokens.pack(read, limit, overlap)
    assert all(len(window.ids) <= limit for window in windows)
    shown: dict[int, Spelling] = {}
    for window in windows:
        for piece in window.pieces:
            spelling = shown.setdefault(piece.sentence, Spelling([], [], []))
            spelling.ids.extend(window.ids[piece.start : piece.end])
            spelling.words.extend(piece.words)
            spelling.spans.extend(piece.spans)
    for index, spelling in enumerate(tokens.split(read)):
        assert shown.get(index, Spelling([], [], [])) == spelling
        assert all(0 <= word < len(read[index].split()) for word in spelling.words)
        assert all(0 <= start < end <= len(read[index]) for start, end in spelling.spans)


@cases(3)
@given(st.one_of(sentences(), texts))
def test_every_letter_is_in_one_word_and_every_token_too(tokens: Tokens, text: str) -> None:
    read = text.encode(errors="replace").decode()
    with time_limit(1):
        words = split_words(read)
    assert all(start < end for start, end in words)
    assert all(one[1] <= other[0] for one, other in pairwise(words))
    assert "".join(read[start:end] for start, end in words) == "".join(read.split())
    (spelling,) = tokens.split([read])
    for (start, _), owner in zip(spelling.spans, find_owners(spelling.spans, words), strict=True):
        assert words[owner][0] <= start < words[owner][1]
