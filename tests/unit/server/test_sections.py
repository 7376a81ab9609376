"""Each section has a line of its own that is new and self-contained."""

import numpy as np
import pytest

from server.digest.article import Article
from server.digest.choices import Style
from server.digest.pipeline import write_sections
from server.digest.result import Point, Section
from server.digest.salience.scorer import Scores

OPENING = "The council will close the Harrow Bridge to traffic from the first of March."
CRACKS = "Engineers found cracks in two of its five stone piers in the autumn survey."
FERRY = "A ferry will carry people across the river for as long as the work lasts."
SHOPS = "Shops on the east bank fear that they will lose most of their winter trade."
FLOOD = "Workers opened the crossing in 1871 and last repaired it after a flood."


def write(
    paragraphs: tuple[str, ...],
    sections: tuple[int, ...] | None,
    salience: list[float] | None = None,
    points: tuple[int, ...] = (0,),
    drop: tuple[str, ...] = (),
    style: Style = "brief",
) -> list[Section]:
    article = Article.from_paragraphs(paragraphs, "", sections)
    texts = [sentence.text for sentence in article.sentences]
    assert len(texts) == len(salience or texts)
    keep = tuple(np.array([w not in drop for w in t.split()], dtype=np.float32) for t in texts)
    scores = Scores(np.array(salience or [0.5] * len(texts), dtype=np.float32), keep)
    said = [Point(texts[i], (article.sentences[i],)) for i in points]
    return list(write_sections(article, scores, points, said, style))


def texts(sections: list[Section]) -> dict[int, str]:
    return {section.number: section.line.text for section in sections}


def test_each_section_gives_its_most_salient_sentence() -> None:
    story = (OPENING, CRACKS, FERRY, SHOPS, FLOOD)
    lines = write(story, (1, 3), [1.0, 0.2, 0.4, 0.9, 0.3])
    assert texts(lines) == {0: FERRY, 1: SHOPS}
    assert [section.line.sources[0].paragraph for section in lines] == [2, 3]


def test_a_section_is_told_by_its_opening_unless_another_sentence_is_much_better() -> None:
    story = (OPENING, CRACKS, FERRY, SHOPS)
    assert texts(write(story, (1,), [0.5, 0.5, 0.5, 0.6])) == {0: CRACKS}
    assert texts(write(story, (1,), [0.5, 0.5, 0.5, 0.7])) == {0: SHOPS}


def test_whom_a_later_pronoun_means_may_stand_in_the_line() -> None:
    named = "In March, Ada Marlow said that she would open a second ferry."
    theirs = "For shops it was a winter in which they lost most of their trade."
    assert texts(write((OPENING, named, theirs), (1, 2))) == {0: named, 1: theirs}


def test_a_section_may_begin_with_the_article() -> None:
    assert texts(write((CRACKS, FERRY), (0,), points=(1,))) == {0: CRACKS}


@pytest.mark.parametrize("sections", [None, ()], ids=["none asked", "none there"])
def test_an_article_without_sections_has_no_lines(sections: tuple[int, ...] | None) -> None:
    assert write((OPENING, CRACKS), sections) == []


def test_a_point_is_not_told_again() -> None:
    assert texts(write((OPENING, CRACKS, FERRY), (1,), [0.5, 1.0, 0.1], (0, 1))) == {0: FERRY}


@pytest.mark.parametrize(
    "same",
    [
        pytest.param("The Harrow Bridge will close to all traffic on the first of March.", id="so"),
        pytest.param("From March no traffic can use the Harrow Bridge.", id="shorter"),
    ],
)
def test_what_a_point_or_an_earlier_line_says_is_not_said_again(same: str) -> None:
    assert texts(write((OPENING, same), (1,))) == {}
    assert texts(write((OPENING, same, CRACKS), (1,), [0.5, 1.0, 0.1])) == {0: CRACKS}
    assert texts(write((CRACKS, OPENING, same), (1, 2))) == {0: OPENING}


@pytest.mark.parametrize(
    "leaning",
    [
        "But shops on the east bank will stay open.",
        "She said that the ferry would run until midnight.",
        "They fear that their winter trade will suffer.",
        "The decision angered shops on the east bank.",
        "That long awaited vote will change trade on the east bank.",
        "Of late, he has spoken of a second ferry across the river.",
        "On Tuesday, they will open a second ferry across the river.",
        "At the age of eighteen she swam across the whole river.",
        "“Nobody will come to the east bank in winter.”",
        "What will the shops on the east bank do now?",
        "Marlow asked what the shops on the east bank would do?",
        "Read more about the bridge here",
    ],
)
def test_a_line_leans_on_nothing_though_it_be_a_point(leaning: str) -> None:
    named = "Ada Marlow, who leads the council, will close the Harrow Bridge."
    assert texts(write((named, leaning), (1,))) == {}
    assert texts(write((named, leaning, CRACKS), (1,), [0.5, 1.0, 0.1])) == {0: CRACKS}


NAMED = "Ada Marlow of Skerra steered the only lifeboat out of the harbour."
KNOWN = "Marlow brought eleven people back to the pier before dawn."


@pytest.mark.parametrize(
    ("paragraphs", "sections", "points", "lines"),
    [
        pytest.param((NAMED, CRACKS, KNOWN), (2,), (0,), {0: KNOWN}, id="by a point"),
        pytest.param((NAMED, CRACKS, KNOWN), (2,), (1,), {}, id="by nothing that is shown"),
        pytest.param((CRACKS, NAMED, KNOWN), (1, 2), (0,), {0: NAMED, 1: KNOWN}, id="by a line"),
        pytest.param((KNOWN, CRACKS), (0,), (1,), {0: KNOWN}, id="by nobody in the article"),
    ],
)
def test_a_bare_surname_has_been_introduced(
    paragraphs: tuple[str, ...],
    sections: tuple[int, ...],
    points: tuple[int, ...],
    lines: dict[int, str],
) -> None:
    assert texts(write(paragraphs, sections, points=points)) == lines


def test_who_was_cut_from_a_line_is_not_known_by_it() -> None:
    story = (OPENING, "The crew (led by Ada Marlow) left the harbour in a lifeboat.", KNOWN)
    drop = ("(led", "by", "Ada", "Marlow)")
    assert texts(write(story, (1, 2), drop=drop)) == {0: "The crew left the harbour in a lifeboat."}
    assert len(write(story, (1, 2), drop=drop, style="exact")) == 2


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("exact", "The ferry (a new one) will run until midnight."),
        ("brief", "The ferry will run until midnight."),
    ],
)
def test_a_line_is_worded_as_a_point_is(style: Style, text: str) -> None:
    whole = "The ferry (a new one) will run until midnight."
    paragraph = "LONDON (AP) — " + whole
    (section,) = write((OPENING, paragraph), (1,), drop=("(a", "new", "one)"), style=style)
    [source] = section.line.sources
    assert section.line.text == text
    assert source.text == whole
    assert paragraph[source.start : source.end] == whole
