"""Points are worded in each style, and the introduction of a person is not cut away."""

import numpy as np
import pytest

from server.digest.article import Article, Sentence
from server.digest.choices import Style
from server.digest.english.closed_class import list_words
from server.digest.pipeline import edit_texts
from server.digest.salience.scorer import FloatArray

# The network would drop all but these.
CORE = list_words("The mayor, of Elmsworth opened the bridge on Monday. She said it was late.")


def rate(text: str) -> FloatArray:
    return np.array([word in CORE for word in text.split()], dtype=np.float32)


def word(*sentences: str, style: Style = "brief") -> list[str]:
    worded = edit_texts(sentences, [rate(text) for text in sentences], style)
    assert {wording.style for wording in worded} == {style}
    return [wording.text for wording in worded]


ASIDE = "The mayor, who has kept a boat there for years, opened the bridge on Monday."
NAMED = "The mayor, Ada Lund (pictured), who has kept a boat there, opened the bridge on Monday."


def test_brief_leaves_out_what_the_network_would_drop() -> None:
    assert word(ASIDE) == ["The mayor opened the bridge on Monday."]


def test_exact_is_the_sentence() -> None:
    assert word(ASIDE, NAMED, style="exact") == [ASIDE, NAMED]


def test_who_is_spoken_of_later_stays_introduced() -> None:
    first, second = word(NAMED, "She said it was late.")
    assert "Ada Lund" in first
    assert second == "She said it was late."


def test_a_dateline_is_no_part_of_the_source() -> None:
    (sentence,) = Article.from_paragraphs(["ELMSWORTH (CNN) -- " + ASIDE]).sentences
    source = sentence.drop_dateline()
    assert source.text == ASIDE
    assert (source.start, source.end) == (sentence.end - len(ASIDE), sentence.end)


@pytest.mark.parametrize("dateline", ["", "(CNN)", "(CNN) ", "ELMSWORTH, England (CNN) -- "])
def test_words_are_rated_behind_the_dateline(dateline: str) -> None:
    text = dateline + ASIDE
    source = Sentence(0, 0, len(text), text).drop_dateline()
    keep = np.concatenate([np.zeros(len(text.split()) - len(ASIDE.split())), rate(ASIDE)])
    [worded] = edit_texts([source.text], [keep.astype(np.float32)], "brief")
    assert [worded.text] == word(ASIDE)
