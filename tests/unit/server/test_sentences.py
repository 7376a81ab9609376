import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.digest.segmentation.sentences import BRACKET_REACH, split_sentences

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sentences.json"
CASES = json.loads(FIXTURE.read_text(encoding="utf-8"))
# Sentences that no rule without a dictionary of names can part: "the U.N. Delegates walked out".
BEYOND = {"un-end"}
BEYOND_RULES = pytest.mark.xfail(strict=True, reason="needs a dictionary of names")

# A text of this size is a hundred long articles; read in linear time it takes well under 3 seconds.
LARGE = 100_000
PATIENCE_SECONDS = 3.0

MARKS = ".!?…\"“”'‘’()[] \n\r\t,-•*🎉\u2029\u200b/@\0\ud800"
any_text = st.text(st.characters(exclude_categories=()), max_size=80)
near_sentences = st.lists(
    st.sampled_from(
        [
            *MARKS,
            "...",
            "1. ",
            "[12]",
            "The ",
            "p.m. ",
            "I. ",
            "Gen. ",
            "U.S. ",
            "said ",
            "end.The ",
        ]
    ),
    max_size=40,
).map("".join)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def test_the_table_is_sound() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 120
    assert {case["id"] for case in CASES} >= BEYOND
    for case in CASES:
        assert "".join(case["text"].split()) == "".join("".join(case["sentences"]).split())


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["id"],
            marks=[BEYOND_RULES] if case["id"] in BEYOND else [],
        )
        for case in CASES
    ],
)
def test_sentences_are_those_a_reader_sees(case: dict[str, Any]) -> None:
    assert split(case["text"]) == case["sentences"]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u3000\u00a0"], ids=ascii)
def test_no_text_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.one_of(any_text, near_sentences))
@example("a\ud800b. C \udfff d.")
@example("a\0b. C d.")
@example('"." "." A')
@example("\r\n\r\n• \n1. \n2) x")
def test_spans_are_trimmed_ordered_disjoint_and_cover_every_word(text: str) -> None:
    end_before = 0
    for start, end in split_sentences(text):
        assert end_before <= start < end
        assert text[end_before:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        end_before = end
    assert text[end_before:].strip() == ""


@settings(deadline=None)  # a busy machine is no fault of the text
@given(near_sentences)
def test_space_around_a_text_only_moves_its_sentences(text: str) -> None:
    inner = text.strip()
    shifted = [(start - 2, end - 2) for start, end in split_sentences(f"  {inner} ")]
    assert shifted == split_sentences(inner)


@pytest.mark.parametrize(
    "text",
    [
        "x" * LARGE,
        "word " * (LARGE // 5),
        "A b. C d.\n\n" * (LARGE // 10),
        '"' * LARGE,
        '"." ' * (LARGE // 4),
        "(" * LARGE,
        ".) A" * (LARGE // 4),
        "?A" * (LARGE // 2),
        "!🎉" * (LARGE // 2),
        "]!\r" * (LARGE // 3),
        "I.  " * (LARGE // 4),
        "1. " * (LARGE // 3),
        "[1]" * (LARGE // 3),
        "\u2029" * LARGE,
        "\r" * LARGE,
        " " * LARGE + "a",
        ("a" + " " * 50 + "\n") * (LARGE // 52),
        "http://" * (LARGE // 7),
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    split_sentences(text)
    assert time.process_time() - start < PATIENCE_SECONDS


@pytest.mark.slow  # Two seconds for fifty thousand paragraphs.
def test_fifty_thousand_paragraphs_are_split_in_bounded_time() -> None:
    start = time.process_time()
    sentences = sum(len(split_sentences("He left. She stayed.")) for _ in range(50_000))
    assert sentences == 100_000
    assert time.process_time() - start < 3 * PATIENCE_SECONDS


def test_a_bracket_left_open_does_not_swallow_the_rest() -> None:
    text = "He ran (fast. " + "She hid. " * BRACKET_REACH + "They won."
    assert len(split_sentences(text)) == BRACKET_REACH + 2
