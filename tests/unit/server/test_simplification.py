"""The plain style splits where both halves are true, and replaces words where they fit."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.digest.english.inflection import Form, inflect_noun, inflect_verb
from server.digest.english.lexicon import load_lexicon
from server.digest.faithfulness.checker import find_faults
from server.digest.selection.readability import grade_sentence, weigh_ease
from server.digest.simplification.simplifier import make_plain


def split(text: str) -> list[str]:
    return re.split(r"(?<=\.) ", make_plain(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param(
            "The council shut the old pier on Monday, and the island lost its only ferry.",
            ["The council shut the old pier on Monday.", "The island lost its only ferry."],
            id="two clauses",
        ),
        pytest.param(
            "The council shut the old pier on Monday; the island lost its only ferry that day.",
            [
                "The council shut the old pier on Monday.",
                "The island lost its only ferry that day.",
            ],
            id="a semicolon",
        ),
        pytest.param(
            "The council shut the old pier on Monday, but the ferry came to Harrowick again.",
            ["The council shut the old pier on Monday.", "But the ferry came to Harrowick again."],
            id="but",
        ),
        pytest.param(
            "The town sold the old ferry on Monday to Ada Lund, who runs the pier in Osterby.",
            [
                "The town sold the old ferry on Monday to Ada Lund.",
                "Ada Lund runs the pier in Osterby.",
            ],
            id="who, behind a name",
        ),
        pytest.param(
            "The council bought a boat for the island, which broke in its first week at sea.",
            ["The council bought a boat for the island, which broke in its first week at sea."],
            id="which, with two nouns before it",
        ),
        pytest.param(
            "In the spring the council bought a smaller boat, which broke down in its first week.",
            [
                "In the spring the council bought a smaller boat.",
                "The smaller boat broke down in its first week.",
            ],
            id="which, behind its noun",
        ),
        pytest.param(
            "Ada Lund, who runs the pier in Osterby, bought the old ferry from the town.",
            ["Ada Lund bought the old ferry from the town.", "Ada Lund runs the pier in Osterby."],
            id="who, in the middle",
        ),
        pytest.param(
            "The old pier was shut on Monday after a boat from Osterby hit it at night.",
            [
                "The old pier was shut on Monday.",
                "This came after a boat from Osterby hit it at night.",
            ],
            id="after",
        ),
        pytest.param(
            "The old pier was shut on Monday because a boat from Osterby hit it at night.",
            [
                "The old pier was shut on Monday.",
                "This was because a boat from Osterby hit it at night.",
            ],
            id="because, in the past",
        ),
        pytest.param(
            "After the boat from Osterby hit the pier, the council shut it for a month.",
            ["The boat from Osterby hit the pier.", "After that, the council shut it for a month."],
            id="after, at the start",
        ),
        pytest.param(
            "A boat from Osterby hit the old pier on Monday night, killing two men on board.",
            [
                "A boat from Osterby hit the old pier on Monday night.",
                "This killed two men on board.",
            ],
            id="a result",
        ),
        pytest.param(
            "The council shut the old pier on Monday night, saying the wood was not safe.",
            [
                "The council shut the old pier on Monday night.",
                "The council said the wood was not safe.",
            ],
            id="a reason that is said",
        ),
        pytest.param(
            "The council shut the old pier for good and sold the last ferry to a diver.",
            [
                "The council shut the old pier for good.",
                "The council sold the last ferry to a diver.",
            ],
            id="two predicates",
        ),
        pytest.param(
            "Police said the old pier was shut after a boat from Osterby hit it at night.",
            [
                "Police said the old pier was shut.",
                "Police said this came after a boat from Osterby hit it at night.",
            ],
            id="who says it is said twice",
        ),
        pytest.param(
            "The old pier was shut in June after a boat from Osterby hit it, according to police.",
            [
                "The old pier was shut in June, according to police.",
                "This came after a boat from Osterby hit it, according to police.",
            ],
            id="who says it at the end, too",
        ),
    ],
)
def test_a_long_sentence_becomes_two(text: str, parts: list[str]) -> None:
    assert split(text) == parts
    assert find_faults(text, make_plain(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Ada Lund believes the council shut the old pier, and the island lost its only ferry.",
            id="a belief",
        ),
        pytest.param(
            "If the council shuts the pier on Monday, the island is lost, and the ferry will stop.",
            id="a condition",
        ),
        pytest.param(
            "“The council shut the old pier on Monday, and the island lost its ferry,” she said.",
            id="a quotation",
        ),
        pytest.param(
            "The town sold its old ferry on Monday to Ada Lund of Osterby, who runs the pier.",
            id="a name with a place",
        ),
        pytest.param(
            "The old pier was shut on Monday just after a boat from Osterby hit it at night.",
            id="how soon after",
        ),
        pytest.param("The pier was shut after a boat hit it.", id="short already"),
    ],
)
def test_what_hangs_together_stays_together(text: str) -> None:
    assert make_plain(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The town purchased a ferry.", "The town purchased a ferry."),
        ("The town obtained a ferry.", "The town got a ferry."),
        ("The ferry was constructed in 1950.", "The ferry was built in 1950."),
        ("The town wants to construct a pier.", "The town wants to build a pier."),
        ("The construct was old.", "The construct was old."),
        ("Approximately 400 islanders left.", "About 400 islanders left."),
        ("She has an affluent aunt.", "She has a rich aunt."),
        ("It was an abrupt end.", "It was a sudden end."),
        ("He met the physicians.", "He met the doctors."),
        ("A number of boats sank prior to the storm.", "Several boats sank before the storm."),
        ("They left in order to fish.", "They left to fish."),
        ("“We obtained a ferry,” she said.", "“We obtained a ferry,” she said."),
        ("He works for the Vessel Registry.", "He works for the Vessel Registry."),
        ("It is more affluent than Osterby.", "It is more affluent than Osterby."),
    ],
)
def test_a_plain_word_stands_where_it_fits(text: str, plain: str) -> None:
    assert make_plain(text) == plain


def test_forms_of_verbs_and_nouns() -> None:
    verbs = {
        "stop": "stop stops stopped stopped stopping",
        "set up": "set up|sets up|set up|set up|setting up",
        "try": "try tries tried tried trying",
        "permit": "permit permits permitted permitted permitting",
        "open": "open opens opened opened opening",
        "die": "die dies died died dying",
        "hide": "hide hides hid hidden hiding",
        "finish": "finish finishes finished finished finishing",
    }
    forms = (Form.BASE, Form.THIRD, Form.PAST, Form.PARTICIPLE, Form.GERUND)
    for verb, wanted in verbs.items():
        spelt = [inflect_verb(verb, form) for form in forms]
        assert spelt == (wanted.split("|") if "|" in wanted else wanted.split())
    nouns = [inflect_noun(noun, Form.PLURAL) for noun in ("person", "country", "box", "boat")]
    assert nouns == ["people", "countries", "boxes", "boats"]


def test_each_word_of_the_lexicon_is_plainer_than_what_it_stands_for() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.words) > 700
    for word, entries in lexicon.words.items():
        assert all(entry.text not in ("", word) for entry in entries), word
    assert all(plain not in lexicon.words for plain in lexicon.phrases.values())


def test_of_two_sentences_the_easier_one_weighs_more() -> None:
    easy = "The ferry to the island will not sail again."
    hard = "Municipal representatives categorically repudiated the environmental recommendations."
    assert grade_sentence(easy) < 6 < grade_sentence(hard)
    ease = weigh_ease([easy, hard, "", "1905"])
    assert ease[0] == 1 and ease[1] < 0.5 and np.isfinite(ease).all()


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("abAB ,.;:—-“”\"'()\u200b\u202e7é\n"), max_size=200))
def test_any_text_comes_back_without_an_error(text: str) -> None:
    find_faults(text, make_plain(text))
