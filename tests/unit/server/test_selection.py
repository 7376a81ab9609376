"""Selection: salient, eligible, unrepeated and self-contained sentences in reading order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from server.digest.article import Article
from server.digest.salience.scorer import Scores
from server.digest.selection.mmr import select

STORY = (
    "The council will close the Harrow Bridge to traffic from the first of March.",
    "Engineers found cracks in two of its five stone piers in the autumn survey.",
    "The mayor said that the repair would cost the town about four million pounds.",
    "A ferry will carry people across the river for as long as the work lasts.",
    "Shops on the east bank fear that they will lose most of their winter trade.",
    "Workers opened the crossing in 1871 and last repaired it after the flood of 1953.",
)


def choose(sentences: tuple[str, ...], salience: list[float], count: int) -> list[int]:
    article = Article.from_paragraphs(sentences)
    assert len(article.sentences) == len(sentences)
    return select(article, make_scores(salience), count)


def make_scores(salience: list[float]) -> Scores:
    return Scores(np.array(salience, dtype=np.float32), ())


def test_the_most_salient_come_in_the_articles_order() -> None:
    assert choose(STORY, [0.1, 0.8, 0.2, 1.0, 0.0, 0.9], 3) == [1, 3, 5]


def test_equally_good_sentences_are_taken_from_the_top() -> None:
    assert choose(STORY, [0.5] * 6, 3) == [0, 1, 2]


def test_a_line_that_cannot_stand_as_a_point_is_passed_over() -> None:
    assert choose(("Read more", *STORY[:3]), [1.0, 0.1, 0.2, 0.3], 2) == [2, 3]


@pytest.mark.parametrize(
    "idle",
    [
        pytest.param("What will the council do about the traffic on the bridge?", id="question"),
        pytest.param("“Who will pay for the repair of the bridge?”", id="quoted question"),
        pytest.param("Because nobody else would pay for the repair.", id="fragment"),
    ],
)
def test_what_tells_nothing_by_itself_is_passed_over(idle: str) -> None:
    assert choose((idle, *STORY), [1.0, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0], 3) == [1, 2, 3]
    assert choose((STORY[0], idle), [0.5, 1.0], 2) == [0, 1]


def test_a_few_words_about_somebody_come_with_the_sentence_before() -> None:
    story = ("Two men stole a boat from the harbour in March.", *STORY)
    told = (*story[:1], "On Sunday, the police found them.", *story[1:])
    assert choose(told, [0.2, 1.0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 2) == [0, 1]


def test_a_clause_with_its_own_sentence_is_none_of_these() -> None:
    whole = "Because the piers are cracked, walkers will take a ferry."
    assert choose((whole, *STORY), [1.0, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0], 1) == [0]


@pytest.mark.parametrize("count", [0, 1, 6, 7], ids=["none", "one", "all", "more than there are"])
def test_no_more_than_asked_for_and_all_that_there_are(count: int) -> None:
    assert len(choose(STORY, [0.1, 0.5, 0.3, 0.2, 0.9, 0.4], count)) == min(count, len(STORY))


def test_an_article_without_sentences_has_no_points() -> None:
    assert choose((), [], 3) == []


REPETITIONS = (
    "The council will close the Harrow Bridge to traffic in March, the mayor told reporters.",
    "Council will close Harrow Bridge to traffic in March.",
    "Traffic on the Harrow Bridge will end in March, as the council closes it.",
)


@pytest.mark.parametrize("other", REPETITIONS[1:], ids=["a pull quote", "told again"])
def test_a_repetition_gives_way_to_something_new(other: str) -> None:
    assert choose((REPETITIONS[0], other, STORY[3]), [1.0, 0.9, 0.0], 2) == [0, 2]


def test_a_repetition_is_taken_when_nothing_else_is_left() -> None:
    assert choose(REPETITIONS, [1.0, 0.9, 0.8], 3) == [0, 1, 2]


LEANING = (
    "The ferry to Skerra sank in the storm on Monday night.",
    "Ada Marlow steered the only lifeboat out of the harbour.",
    "She brought eleven people back to the pier before dawn.",
    "Insurers will pay for a new hull in the coming spring.",
)


@pytest.mark.parametrize(
    ("salience", "chosen"),
    [
        pytest.param([0.5, 0.1, 0.6, 0.4], [0, 3], id="not without whom it means"),
        pytest.param([0.5, 0.5, 0.9, 0.4], [1, 2], id="with whom it means"),
        pytest.param([0.8, 0.9, 0.7, 0.2], [0, 1], id="unless two others are better"),
    ],
)
def test_a_pronoun_comes_with_the_sentence_it_leans_on(
    salience: list[float], chosen: list[int]
) -> None:
    assert choose(LEANING, salience, 2) == chosen


def test_a_pronoun_never_follows_somebody_else() -> None:
    story = (
        "Ada Marlow steered the only lifeboat out of the harbour.",
        "Ben Harrow waited with blankets and tea on the long pier.",
        "He brought eleven people to the hospital before dawn.",
        "Insurers will pay for a new hull in the coming spring.",
    )
    assert choose(story, [0.9, 0.1, 0.8, 0.3], 2) == [0, 3]


def test_a_bare_surname_comes_with_its_introduction() -> None:
    story = (LEANING[1], LEANING[0], "Marlow brought eleven people back to the pier.", LEANING[3])
    assert choose(story, [0.1, 0.3, 0.6, 0.4], 2) == [1, 3]
    assert choose(story, [0.5, 0.3, 0.9, 0.4], 2) == [0, 2]


@pytest.mark.parametrize(
    ("opening", "is_taken"),
    [
        pytest.param("The decision angered shops on the east bank.", False, id="what was said"),
        pytest.param("The couple own three shops on the east bank.", False, id="who was"),
        pytest.param("The decision of the judges angered the shops.", True, id="told which one"),
        pytest.param("But shops on the east bank will stay open.", False, id="a connective"),
        pytest.param("“Nobody will come to the east bank in winter.”", False, id="no speaker"),
    ],
)
def test_what_leans_on_the_sentence_before_is_not_taken_alone(opening: str, is_taken: bool) -> None:
    chosen = choose((STORY[0], opening, STORY[3]), [0.0, 0.9, 0.5], 1)
    assert chosen == ([1] if is_taken else [2])


def test_what_cannot_stand_is_taken_when_nothing_else_is_left() -> None:
    story = ("But the ferry sank in the storm.", "However, the crew swam to the pier.")
    assert choose(story, [0.1, 0.9], 2) == [0, 1]


@settings(deadline=None)  # A loaded machine is not a bug.
@given(arrays(np.float32, 6, elements=st.floats(0, 1, width=32)), st.integers(0, 8))
def test_choices_are_distinct_and_sorted_and_lead_with_the_best(
    salience: np.ndarray[tuple[int], np.dtype[np.float32]], count: int
) -> None:
    chosen = choose(STORY, salience.tolist(), count)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(count, len(STORY))
    assert count == 0 or int(salience.argmax()) in chosen
