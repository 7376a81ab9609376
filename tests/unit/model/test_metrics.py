"""Each measure follows its definition, on texts small enough to compute by hand."""

import math

import numpy as np
import pytest

from tests.support.extras import require

for module in ("rouge_score", "syllapy"):
    require(module)

from rouge_score.rouge_scorer import RougeScorer  # noqa: E402

from model.data.documents import Document  # noqa: E402
from model.evaluation.bootstrap import bootstrap_means  # noqa: E402
from model.evaluation.metrics import (  # noqa: E402
    ROUGE,
    Yardstick,
    count_dangling,
    find_tokens,
    find_unsupported,
    grade_sentences,
    truncate_points,
)
from server.digest.article import Article  # noqa: E402

FERRY = ["The ferry sank.", "All 31 were saved."]


def test_a_digest_equal_to_its_highlights_scores_a_hundred() -> None:
    document = Document(Article.from_paragraphs(FERRY), tuple(FERRY))
    found = Yardstick(document).measure(FERRY)
    rouge = {name: value for name, value in found.items() if name.startswith("rouge")}
    assert set(rouge.values()) == {100}
    assert len(rouge) == 6  # Whole, and at equal length.
    assert (found["points"], found["words"], found["unsupported"]) == (2, 7, 0)


def test_rouge_is_what_its_authors_library_says() -> None:
    highlights = ["Ferries sinking in storms worried the councillors.", "31 were saved."]
    points = ["The council worries about sunken ferries.", "All 31 people were saved in a storm."]
    found = Yardstick(Document(Article.from_paragraphs(FERRY), tuple(highlights))).measure(points)
    scorer = RougeScorer(ROUGE, use_stemmer=True)
    scores = scorer.score("\n".join(highlights), "\n".join(points))
    for name in ROUGE:
        assert 0 < found[name] < 100
        assert found[name] == 100 * scores[name].fmeasure


def test_dangling_points_are_counted_in_their_order() -> None:
    marlow = "Ada Marlow brought eleven people ashore."
    assert count_dangling([marlow, "She said the boat was old."]) == 0
    assert count_dangling(["She said the boat was old.", marlow]) == 1


def test_no_digest_scores_nothing_and_has_no_grade() -> None:
    found = Yardstick(Document(Article.from_paragraphs(FERRY), tuple(FERRY))).measure([])
    assert (found["rouge1"], found["words"], found["dangling"]) == (0, 0, 0)
    assert math.isnan(found["grade"])


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        pytest.param(2, ["The ferry"], id="inside the first point"),
        pytest.param(3, ["The ferry sank."], id="behind the first point"),
        pytest.param(5, ["The ferry sank.", "All 31"], id="inside the second point"),
        pytest.param(99, FERRY, id="longer than the digest"),
    ],
)
def test_points_are_cut_to_a_number_of_words(words: int, kept: list[str]) -> None:
    assert truncate_points(FERRY, words) == kept


def test_the_grade_is_kincaids() -> None:
    # Six words and seven syllables in two sentences; 31 is not counted as a word.
    assert grade_sentences(FERRY) == pytest.approx(0.39 * 6 / 2 + 11.8 * 7 / 6 - 15.59)


@pytest.mark.parametrize(
    ("point", "unsupported"),
    [
        pytest.param("All 31 were saved.", [], id="as it stands"),
        pytest.param("Saved: all 31.", [], id="another order and first letter"),
        pytest.param("All 32 were saved.", ["32"], id="another number"),
        pytest.param("All 3.1 were saved.", ["3.1"], id="another decimal"),
        pytest.param("Ada Marlow sank.", ["Ada", "Marlow"], id="a name"),
        pytest.param("The ferry exploded.", [], id="small words are not judged"),
    ],
)
def test_unsupported_numbers_and_names(point: str, unsupported: list[str]) -> None:
    assert find_unsupported([point], find_tokens(FERRY)) == unsupported


def test_the_interval_holds_the_mean_and_shrinks_with_more_articles() -> None:
    few = np.random.default_rng(1).normal(1, 5, (50, 1))
    mean, low, high = bootstrap_means(few)[:, 0]
    assert low < mean < high
    _, lower, higher = bootstrap_means(np.tile(few, (16, 1)))[:, 0]
    assert higher - lower < (high - low) / 2


def test_the_interval_is_that_of_the_normal_law_for_many_articles() -> None:
    values = np.random.default_rng(2).normal(0, 10, (2000, 1))
    _, low, high = bootstrap_means(values)[:, 0]
    assert high - low == pytest.approx(2 * 1.96 * values.std() / math.sqrt(2000), rel=0.1)


def test_columns_share_their_resamples() -> None:
    values = np.random.default_rng(3).normal(0, 1, (40, 1))
    shifted = bootstrap_means(np.hstack([values, values + 2]))
    assert shifted[:, 1] == pytest.approx(shifted[:, 0] + 2)


def test_no_difference_has_no_interval() -> None:
    assert bootstrap_means(np.zeros((10, 2))).tolist() == [[0, 0]] * 3
