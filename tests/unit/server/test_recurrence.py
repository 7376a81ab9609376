"""Recurrence: how often the rest of an article returns to a sentence."""

import numpy as np
import pytest
from numpy.typing import NDArray

from server.digest.english.stems import find_stems
from server.digest.salience.recurrence import weigh_recurrence

STORY = [
    "It rained on Monday.",
    "The old bridge will close for repairs in March.",
    "Shops fear for their trade.",
    "Repairs of the bridge cost three million pounds.",
    "Walkers may cross in March, when the bridge closes.",
]


def weigh(sentences: list[str]) -> NDArray[np.float32]:
    return weigh_recurrence([find_stems(sentence) for sentence in sentences])


def test_what_the_article_comes_back_to_recurs_most() -> None:
    recurrence = weigh(STORY)
    assert recurrence.argmax() == 1
    assert recurrence[2] == recurrence[0] == recurrence.min()


def test_recurrence_is_in_standard_deviations() -> None:
    recurrence = weigh(STORY)
    assert recurrence.dtype == np.float32
    assert recurrence.mean() == pytest.approx(0, abs=1e-6)
    assert recurrence.std() == pytest.approx(1, abs=1e-6)


def test_one_common_word_does_not_make_a_short_sentence_recur_most() -> None:
    recurrence = weigh([*STORY, "Repairs!"])
    assert recurrence[-1] < recurrence[1]


@pytest.mark.parametrize(
    "sentences", [[], ["A bridge closed."], ["", "\u200b", "of the"]], ids=["none", "one", "empty"]
)
def test_where_nothing_can_recur_nothing_does(sentences: list[str]) -> None:
    assert weigh(sentences).tolist() == [0.0] * len(sentences)
