"""Datelines are removed, and nothing that belongs to the sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.digest.english.datelines import find_body

BODY = "The ferry to Skerra sank."


@pytest.mark.parametrize(
    "dateline",
    [
        pytest.param("(CNN)", id="an agency, glued"),
        pytest.param("(CNN) -- ", id="an agency with dashes"),
        pytest.param("(Rolling Stone)", id="a magazine"),
        pytest.param("Skerra (CNN) -- ", id="a place"),
        pytest.param("Skerra, Outer Isles (CNN)", id="a place and its country, glued"),
        pytest.param("SKERRA, England (Reuters) - ", id="a place in capitals"),
        pytest.param("SKERRA (AP) — ", id="a long dash"),
        pytest.param("By Ada Marlow, CNN (CNN) -- ", id="a byline"),
        pytest.param("Skerra, Jul 27 (PTI) ", id="a date"),
        pytest.param("NEW DELHI: ", id="a known city in capitals"),
        pytest.param("New Delhi: ", id="a known city"),
        pytest.param("PORT SKERRA, July 4: ", id="an unknown place with a date"),
        pytest.param("SKERRA — ", id="a place in capitals with a dash"),
        pytest.param("27 September 2013 Last updated at 12:03 BST ", id="an old BBC page"),
    ],
)
def test_the_body_begins_behind_the_dateline(dateline: str) -> None:
    assert find_body(dateline + BODY) == len(dateline)


@pytest.mark.parametrize(
    "dateline", ["london (cnn) -- ", "skerra, outer isles (cnn)", "(cnn)", "london, jul 27 (pti) "]
)
def test_text_in_small_letters_is_read_as_well(dateline: str) -> None:
    assert find_body(dateline + BODY.lower()) == len(dateline)


def test_a_quotation_may_follow() -> None:
    assert find_body('(CNN)"We swam," said Ada Marlow.') == len("(CNN)")


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(BODY, id="none"),
        pytest.param("Cable News Network (CNN) said that it was late.", id="initials"),
        pytest.param("The Press Trust of India (PTI) Reported it.", id="initials before a capital"),
        pytest.param("Ferry News (AP) said that it was late.", id="the sentence goes on"),
        pytest.param("Skerra (CNN)", id="nothing else"),
        pytest.param("MARLOW: The ferry is safe.", id="the speaker of a transcript"),
        pytest.param("UNICEF — The fund for children — was late.", id="an aside"),
        pytest.param(
            "FERRY — which is late — sank.", id="a sentence that goes on in small letters"
        ),
        pytest.param("Ada Marlow (left) rows to Skerra.", id="other brackets"),
        pytest.param("Marlow said: The ferry is safe.", id="speech"),
        pytest.param("", id="empty"),
    ],
)
def test_a_sentence_stays_whole(sentence: str) -> None:
    assert find_body(sentence) == 0


@given(st.text(alphabet="ABab (CNN)-—:,.\n", max_size=80))
def test_something_is_always_left(text: str) -> None:
    assert 0 <= find_body(text) < max(1, len(text))
