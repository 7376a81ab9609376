"""The faithfulness check: what it accepts, and which faults it names."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.digest.faithfulness.checker import KINDS, find_faults

SOURCE = (
    "Mayor Ada Lund said on Monday that the council had not sold the old ferry to Jon Marlow for"
    " 400,000 pounds, although it might purchase two smaller boats in March."
)


@pytest.mark.parametrize(
    "rewrite",
    [
        pytest.param(SOURCE, id="the sentence itself"),
        pytest.param(
            "Mayor Ada Lund said that the council had not sold the old ferry.", id="words left out"
        ),
        pytest.param(
            "Ada Lund said the council had not sold the ferry to Jon Marlow.", id="a title left out"
        ),
    ],
)
def test_a_true_rewrite_passes(rewrite: str) -> None:
    assert find_faults(SOURCE, rewrite) == ()


@pytest.mark.parametrize(
    ("rewrite", "fault"),
    [
        ("Ada Lund said the council had not sold the ferry for 500,000 pounds.", "number"),
        ("Ada Lund said it might purchase three smaller boats.", "number"),
        ("Ada Lund said on Tuesday that the council had not sold the ferry.", "date"),
        ("Ada Lund said the council had not sold the ferry to Jon Harrow.", "name"),
        ("Ada Lund said the council had sold the old ferry to Jon Marlow.", "negation"),
        ("Mayor Ada Lund said that it never might purchase two smaller boats.", "negation"),
        ("Ada Lund said it purchase two smaller boats in March.", "modality"),
        ("Mayor Ada Lund on Monday: the council had not sold the old ferry.", "attribution"),
        ("Jon Marlow said on Monday that the council had not sold the ferry.", "role"),
        ("Ada Lund said the council had not sold the haunted ferry.", "word"),
    ],
)
def test_a_false_rewrite_is_named(rewrite: str, fault: str) -> None:
    assert fault in find_faults(SOURCE, rewrite)


def test_each_sentence_of_a_rewrite_has_to_be_true_by_itself() -> None:
    source = "Police said the pier was shut after a boat hit it."
    true = "Police said the pier was shut. Police said this came after a boat hit it."
    assert find_faults(source, true) == ()
    assert find_faults(source, "Police said the pier was shut. A boat hit it.") == ("attribution",)
    assert find_faults(source, "The pier was shut. A boat hit it.") == ("attribution",)
    assert find_faults(source, "Police said the boat was shut after a pier hit it.") == ("role",)
    closed = "The pier was shut, a spokesman for the police said on Monday."
    assert find_faults(closed, "The pier was shut.") == ("attribution",)


@pytest.mark.parametrize("marks", ["'", "’"])
def test_a_negation_is_not_lost_within_a_word(marks: str) -> None:
    source = f"Osterby isn{marks}t to blame, and the mayor won{marks}t go."
    assert find_faults(source, source) == ()
    assert find_faults(source, "Osterby is to blame.")
    assert find_faults(source, "The mayor will go.")


def test_no_rewrite_is_none() -> None:
    assert find_faults(SOURCE, " ") == ("word",)


def test_kinds_come_in_their_order_and_are_found_in_no_time() -> None:
    long = " ".join(f"{SOURCE} {SOURCE}".split()[:190])
    start = time.process_time()
    assert find_faults(long, " ".join(["ferry", "Osterby", "9", *long.split()[:100]])) == (
        "number",
        "name",
    )
    assert find_faults(long, f"{long[:-1]} " * 8) == ("word",)
    assert time.process_time() - start < 1
    assert len(set(KINDS)) == len(KINDS)


@given(st.text(max_size=120), st.text(max_size=120))
def test_it_is_total(source: str, rewrite: str) -> None:
    assert set(find_faults(source, rewrite)) <= set(KINDS)
