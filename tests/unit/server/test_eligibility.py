import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.digest.english.boilerplate import BOILERPLATE_PHRASES
from server.digest.segmentation.eligibility import FEWEST_WORDS, MOST_CHARACTERS, is_eligible

FIXTURE = Path(__file__).parents[2] / "fixtures" / "boilerplate.json"
CASES = json.loads(FIXTURE.read_text(encoding="utf-8"))

NEWS = "The council of Orrin voted to close the old bridge."


@pytest.mark.parametrize("text", CASES["news"])
def test_news_may_stand_as_a_point(text: str) -> None:
    assert is_eligible(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{kind}: {text}")
        for kind in CASES["other"]
        for text in CASES["other"][kind]
    ],
)
def test_all_else_may_not(text: str) -> None:
    assert not is_eligible(text)


@pytest.mark.parametrize(
    ("cues", "pattern"),
    [row[:2] for row in BOILERPLATE_PHRASES],
    ids=[row[2] for row in BOILERPLATE_PHRASES],
)
def test_every_match_of_a_phrase_has_one_of_its_cues(cues: tuple[str, ...], pattern: str) -> None:
    @settings(deadline=None, max_examples=30)
    @given(st.from_regex(re.compile(pattern, re.ASCII), alphabet=st.characters(codec="ascii")))
    def check(text: str) -> None:
        assert any(cue in text.lower() for cue in cues)

    check()


@pytest.mark.parametrize("text", CASES["other"]["calls"] + CASES["other"]["notes"])
def test_capitals_and_leading_marks_do_not_hide_boilerplate(text: str) -> None:
    assert not is_eligible(text.upper())
    assert not is_eligible("► " + text)


@pytest.mark.parametrize(
    "ending", [".", "!", "?", '."', ".”", ".)", '.")', "?!", ". [12]", ".\u200e"]
)
def test_a_sentence_ends_with_a_mark_then_quotes_or_brackets(ending: str) -> None:
    opening = {'"': '"', "”": "“"}.get(ending[1:2], "") or ("(" if ")" in ending else "")
    text = NEWS[:-1] + ending
    assert is_eligible('("' + text if ending == '.")' else opening + text)


@pytest.mark.parametrize("ending", ["", ":", ";", ",", "…", "...", "…”", " .", " —", ". .", "..."])
def test_what_does_not_end_as_a_sentence_is_none(ending: str) -> None:
    assert not is_eligible(NEWS[:-1] + ending)


@pytest.mark.parametrize(("words", "expected"), [(FEWEST_WORDS, True), (FEWEST_WORDS - 1, False)])
def test_few_words_are_too_few(words: int, expected: bool) -> None:
    assert is_eligible(" ".join(["bridge"] * words) + ".") is expected


def test_numbers_are_not_words() -> None:
    assert not is_eligible("3 4 5 6 7 bridge shut.")


@pytest.mark.parametrize(
    ("length", "expected"), [(MOST_CHARACTERS, True), (MOST_CHARACTERS + 1, False)]
)
def test_a_list_without_end_is_no_sentence(length: int, expected: bool) -> None:
    assert (
        is_eligible("word " * ((length - 5) // 5) + "w" * (4 + (length - 5) % 5) + ".") is expected
    )


@pytest.mark.parametrize(
    "text",
    [
        '"We left at dawn and had no water.',
        'We had no water at all," said Ana Pohl.',
        "“We left at dawn and had no water.",
        "The vote (two members were ill failed on Monday.",
        "One member of the council was abroad.)",
    ],
)
def test_half_a_quotation_or_bracket_cannot_stand_alone(text: str) -> None:
    assert not is_eligible(text)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.text(st.characters(exclude_categories=()), max_size=200))
@example("\ud800 a b c d e f.")
@example("\0" * 50 + ".")
def test_any_text_is_answered(text: str) -> None:
    assert is_eligible(text) in (True, False)


@pytest.mark.parametrize(
    "unit",
    [
        "By Jane ",
        "By Jane and ",
        "If you ",
        "published on May ",
        "- @x (",
        "Jane, and ",
        "x",
        '"(',
        " .",
    ],
)
def test_hostile_text_is_answered_at_once(unit: str) -> None:
    longest = (unit * MOST_CHARACTERS)[: MOST_CHARACTERS - 1] + "."
    start = time.process_time()
    for _ in range(10):
        is_eligible(longest)
    is_eligible(unit * 1_000_000)
    assert time.process_time() - start < 1
