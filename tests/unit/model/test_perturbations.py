"""Planted errors make a text false, and the check finds them."""

import random

import pytest

from model.evaluation.faithfulness import (
    FACTS,
    is_grounded,
    measure_judged,
    measure_planted,
)
from model.evaluation.perturbations import PLANTERS, find_names
from server.digest.faithfulness.checker import KINDS, find_faults

TEXT = "Ada Lund sold 2 ferries to Jon Marlow, but the pier was not shut, police in Osterby said."
NAMES = ["Eva Harrow", "Skerra"]
PAIRS = [(TEXT, TEXT), ("The ferry was sold.", "The ferry was sold.")]


@pytest.mark.parametrize("kind", PLANTERS)
def test_a_planted_error_is_one_and_is_found(kind: str) -> None:
    false = PLANTERS[kind](TEXT, NAMES, random.Random(1))
    assert false is not None and false != TEXT
    assert find_faults(TEXT, false)


@pytest.mark.parametrize("kind", ["number", "name", "attribution", "role"])
def test_where_there_is_no_place_nothing_is_planted(kind: str) -> None:
    assert PLANTERS[kind]("The ferry was sold.", NAMES, random.Random(1)) is None


def test_names_are_runs_of_capitals_without_the_first_word() -> None:
    assert find_names("The Mayor of Osterby met Ada Lund's son, Jon.") == [
        "Mayor",
        "Osterby",
        "Ada Lund",
        "Jon",
    ]


def test_shares_are_of_what_was_planted() -> None:
    rows = measure_planted(PAIRS)
    assert rows["number"] == {"planted": 1, "caught": 1}
    assert rows["negation"] == {"planted": 2, "caught": 1}
    assert rows["none"] == {"planted": 2, "caught": 0}


def test_judged_summaries_are_balanced() -> None:
    article = "The ferry was sold to Jon Marlow. The pier was shut in March."
    rows = [
        {
            "article": article,
            "reference_summary": "The ferry was sold.",
            "edited_summary": "It sank.",
        },
        {"article": article, "summary": "The pier was shut in May.", "faithful": False},
        {"article": article, "summary": "A boat was sold to Jon Marlow.", "label": 1},
    ]
    assert measure_judged(rows, set(KINDS)) == {
        "balanced": 0.75,
        "true_passed": 0.5,
        "false_refused": 1,
    }
    assert is_grounded(["The ferry was sold."], "A boat was sold.", FACTS)
