"""A compression is aligned with its sentence in the fewest runs of words."""

import random
from itertools import combinations

import pytest

from model.data.alignment import align

SEED = 2026


def runs(places: list[int]) -> int:
    return sum(place - 1 not in places for place in places)


@pytest.mark.parametrize(
    ("sentence", "compression", "kept"),
    [
        pytest.param("It sank on Monday.", "It sank.", "It sank", id="end cut"),
        pytest.param("On Monday it sank.", "It sank.", "it sank.", id="capital"),
        pytest.param(
            "The mate of the ferry sank the boat.",
            "The ferry sank.",
            "the ferry sank",
            id="the nearer article",
        ),
        pytest.param("It sank, he said it sank.", "it sank.", "It sank,", id="the first of two"),
        pytest.param("It won 2-1 on Monday.", "It won 2 1.", "It won 2-1", id="marks inside"),
        pytest.param("Ada's boat sank.", "Ada sank.", "Ada's sank.", id="a word in part"),
        pytest.param("Rain -- and wind -- came.", "Rain and wind.", "Rain -- and wind", id="marks"),
        pytest.param("It sank.", "It sank.", "It sank.", id="nothing cut"),
        pytest.param("It sank.", "", "", id="all cut"),
    ],
)
def test_the_kept_words_are_found(sentence: str, compression: str, kept: str) -> None:
    labels = align(sentence.split(), compression.split())
    assert labels is not None
    words = [word for word, label in zip(sentence.split(), labels, strict=True) if label]
    assert words == kept.split()


@pytest.mark.parametrize(
    "compression",
    [
        pytest.param("The ferry sailed.", id="another word"),
        pytest.param("Sank the ferry.", id="another order"),
        pytest.param("The ferry sank the ferry.", id="a word too often"),
    ],
)
def test_other_words_are_no_deletion(compression: str) -> None:
    assert align(["The", "ferry", "sank."], compression.split()) is None


def test_no_way_has_fewer_runs() -> None:
    lot = random.Random(SEED)
    for _ in range(2000):
        words = lot.choices("abc", k=lot.randint(0, 7))
        wanted = lot.choices("abc", k=lot.randint(0, 4))
        ways = [
            list(places)
            for places in combinations(range(len(words)), len(wanted))
            if [words[place] for place in places] == wanted
        ]
        labels = align(words, wanted)
        if not ways:
            assert labels is None
        else:
            assert labels is not None
            found = [place for place, label in enumerate(labels) if label]
            assert found in ways
            assert runs(found) == min(map(runs, ways))
