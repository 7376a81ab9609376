"""SARI on sentences small enough to compute by hand."""

import pytest

from model.evaluation.sari import Rewritten, Sari, measure_sari, split_tokens


def test_marks_are_tokens_but_not_within_numbers() -> None:
    tokens = split_tokens('The "Skerra" cost 1,200.50 (or so).')
    assert " ".join(tokens) == 'the " skerra " cost 1,200.50 ( or so ) .'
    assert " ".join(split_tokens("Osterby &amp; Sons won 3-1")) == "osterby & sons won 3 - 1"


def test_the_sentence_itself_has_points_for_what_people_keep_only() -> None:
    found = measure_sari([Rewritten("a b c d", "a b c d", ["a b c d"])])
    assert found == Sari(pytest.approx(100 / 3), pytest.approx(100 / 3), 0, 100, 0, 0)
    # One of four words is in the reference: precision 1/4, recall 1.
    found = measure_sari([Rewritten("a b c d", "a b c d", ["a"])])
    assert found.keep == pytest.approx(100 * (2 / 5) / 4)


def test_what_is_added_counts_once_and_by_f1() -> None:
    # Words: x and y are added, x and z are wanted, so F1 is 2/4. Pairs: "a x" and "x y" are added,
    # "a x" and "x z" are wanted, so F1 is 2/4. Triples: one is added, and it is not wanted.
    found = measure_sari([Rewritten("a", "a x y", ["a x z", "a"])])
    assert found.add == pytest.approx(100 * (0.5 + 0.5 + 0 + 0) / 4)


def test_what_is_deleted_counts_as_often_as_people_delete_it() -> None:
    # "b" is deleted, and one of two people kept it: precision 1/2. The same holds for "a b".
    found = measure_sari([Rewritten("a b", "a", ["a", "a b"])])
    assert found.delete_precision == pytest.approx(100 * (0.5 + 0.5 + 0 + 0) / 4)
    # Nothing else was deleted by anyone: recall 1, so F1 is 2/3.
    assert found.delete == pytest.approx(100 * (2 / 3 + 2 / 3 + 0 + 0) / 4)
    # "a" is kept, which counts for both people; they keep three words (a, a, b).
    assert found.keep == pytest.approx(100 * (2 * 2 / (2 + 3)) / 4)


def test_counts_are_summed_before_they_are_divided() -> None:
    rows = [Rewritten("a", "b", ["b"]), Rewritten("c", "c x y z", ["c"])]
    # Words: b, x, y and z are added, and only b is wanted.
    assert measure_sari(rows).add == pytest.approx(100 * (2 / 5) / 4)


def test_no_rows_have_no_points() -> None:
    assert measure_sari([Rewritten("", "", [""])]) == Sari(0, 0, 0, 0, 0, 0)
