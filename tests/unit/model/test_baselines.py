"""Baselines choose from our sentences, as many as we do, in the article's order."""

import pytest

from server.digest.article import Article
from tests.support.extras import require

for module in ("sumy", "lede"):
    require(module)

from model.evaluation.baselines import BASELINES  # noqa: E402

STORY = [
    "The last ferry to Skerra sank in a storm on Monday night.",
    "All 31 people on the ferry were saved by fishermen of Skerra.",
    "It rained.",
    "The council of Skerra will buy a second ferry for two million crowns.",
    "Schools stay closed.",
    "The storm had sunk a fishing boat near Skerra on Sunday night.",
]
NAMES = pytest.mark.parametrize("name", BASELINES)


@NAMES
def test_three_different_sentences_in_order(name: str) -> None:
    chosen = BASELINES[name](Article.from_paragraphs(STORY))
    assert len(chosen) == 3
    assert chosen == sorted(set(chosen))


@NAMES
def test_the_same_sentence_twice_is_two_sentences(name: str) -> None:
    chosen = BASELINES[name](Article.from_paragraphs([STORY[0], STORY[0], STORY[1]]))
    assert chosen == [0, 1, 2]


@NAMES
@pytest.mark.parametrize("count", [0, 1, 2])
def test_short_articles_are_taken_whole(name: str, count: int) -> None:
    assert BASELINES[name](Article.from_paragraphs(STORY[:count])) == list(range(count))


@NAMES
def test_the_choice_is_the_same_every_time(name: str) -> None:
    article = Article.from_paragraphs(STORY)
    assert BASELINES[name](article) == BASELINES[name](article)
