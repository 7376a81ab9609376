"""Labels are the sentences and words that the best digests of an article contain."""

import numpy as np
import pytest

from tests.support.extras import require

require("rouge_score")

from model.data.labels import label_sentences  # noqa: E402

HIGHLIGHTS = (
    "The old bridge in Elmsworth will close in March.",
    "Engineers found cracks in two bearings.",
    "Repairs would cost the town three million pounds.",
)
ARTICLE = [
    "It rained in Elmsworth on Monday.",
    "Elmsworth is to close its old bridge in March.",
    "Shops fear for their trade.",
    "Two of its bearings have cracks that engineers found.",
    "A ferry will run until midnight.",
    "Repairing it would have cost the town three million pounds.",
]
ALL = [True] * len(ARTICLE)


def test_the_best_digest_has_the_highest_labels() -> None:
    labels = label_sentences(ARTICLE, ALL, HIGHLIGHTS)
    assert sorted(np.argsort(-labels)[:3]) == [1, 3, 5]
    assert labels.shape == (6,)
    assert labels.dtype == np.float32


def test_labels_count_the_sentences_of_a_digest() -> None:
    assert label_sentences(ARTICLE, ALL, HIGHLIGHTS).sum() == pytest.approx(3, abs=1e-4)


def test_a_sentence_that_cannot_be_a_point_is_never_labelled() -> None:
    labels = label_sentences(ARTICLE, [i != 1 for i in range(6)], HIGHLIGHTS)
    assert labels[1] == 0
    assert labels.sum() == pytest.approx(3, abs=1e-4)


def test_equally_good_sentences_share_a_label() -> None:
    labels = label_sentences([*ARTICLE, ARTICLE[1]], [True] * 7, HIGHLIGHTS)
    assert labels[1] == pytest.approx(labels[6], abs=1e-4)
    assert 0.2 < labels[1] < 0.8


@pytest.mark.parametrize(
    ("sentences", "highlights"),
    [([], HIGHLIGHTS), (ARTICLE, ()), (["Nothing alike."], HIGHLIGHTS)],
    ids=["no sentences", "no highlights", "nothing shared"],
)
def test_where_nothing_is_shared_there_are_no_labels(
    sentences: list[str], highlights: tuple[str, ...]
) -> None:
    assert not label_sentences(sentences, [True] * len(sentences), highlights).any()


def test_fewer_sentences_than_points_are_all_labelled() -> None:
    assert label_sentences(ARTICLE[1:2], [True], HIGHLIGHTS).tolist() == [1]
