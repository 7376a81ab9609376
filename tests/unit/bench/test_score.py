"""The measure, on texts short enough to count by hand."""

from pytest import approx

from tests.bench.extraction.score import Score, score, summarize


def test_the_same_text_is_found_whole() -> None:
    found = score("The bridge will close in March.", "the bridge — will close in March")
    assert (found.precision, found.recall) == approx((2 / 3, 2 / 3))  # "The" is not "the".
    assert score("One two three four five", "One, two: three four five!").f1 == 1


def test_more_than_the_text_costs_precision_and_less_costs_recall() -> None:
    assert score("a b c d e", "a b c d e f").precision == approx(2 / 3)
    assert score("a b c d e", "a b c d").recall == approx(1 / 2)


def test_what_is_said_twice_counts_once() -> None:
    assert score("a b c d", "a b c d a b c d").precision == approx(1 / 5)


def test_nothing_found_scores_nothing() -> None:
    assert score("a b c d", "") == Score(precision=0, recall=0)
    assert score("", "").f1 == 1


def test_f1_of_a_set_is_that_of_the_means() -> None:
    summary = summarize([Score(1, 0.5, 10), Score(0.5, 1, 30)])
    assert (summary.f1, summary.bad, summary.median_ms) == approx((0.75, 1.0, 20))
