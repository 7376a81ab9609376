"""A point dangles if it opens on something that the digest has not said."""

import pytest

from model.evaluation.dangling import count_dangling, is_dangling, names_person

PERSON = "Ada Marlow runs the ferry to Skerra."
PLACE = "The council of Skerra met on Monday."
NOBODY = "The ferry was late again."


@pytest.mark.parametrize(
    ("point", "earlier", "dangles"),
    [
        pytest.param("He said the ferry was late.", [], True, id="a pronoun with nobody before"),
        pytest.param("He’s the last ferryman.", [NOBODY], True, id="a contraction"),
        pytest.param("Her boat sank in May.", [PLACE], True, id="a possessive, after a place"),
        pytest.param("Her boat sank in May.", [NOBODY, PERSON], False, id="a person two before"),
        pytest.param("They met for an hour.", [NOBODY], True, id="they, after nothing with a name"),
        pytest.param("They met for an hour.", [PLACE], False, id="they, after a council"),
        pytest.param("Its members voted.", [PLACE], False, id="its, after a council"),
        pytest.param("Heather grows on Skerra.", [], False, id="a word that begins like a pronoun"),
        pytest.param("It is unclear who steered.", [], False, id="it, of nothing"),
        pytest.param("It is a ferry.", [NOBODY], True, id="it, of something"),
        pytest.param("This was the third storm.", [PERSON], True, id="a bare demonstrative"),
        pytest.param("That’s why the pier is shut.", [PERSON], True, id="that's"),
        pytest.param("This year had three storms.", [], False, id="a demonstrative with a noun"),
        pytest.param("Those who stayed were cold.", [], False, id="those who"),
        pytest.param("But the pier is shut.", [PERSON], True, id="but"),
        pytest.param("Meanwhile, the pier is shut.", [PERSON], True, id="meanwhile"),
        pytest.param("So far the pier is shut.", [], False, id="so far"),
        pytest.param("Instead of a ferry there is a raft.", [], False, id="instead of"),
        pytest.param("Still, the pier is shut.", [PERSON], True, id="still with its comma"),
        pytest.param("Still water froze overnight.", [], False, id="still without"),
        pytest.param("SKERRA (CNN) -- He rowed home.", [], True, id="behind a dateline"),
        pytest.param("Skerra (CNN) The ferry sank.", [], False, id="a dateline alone"),
        pytest.param("“We swam,” said Ada Marlow.", [], False, id="a quotation with its speaker"),
        pytest.param("“We swam,” the crew said.", [], False, id="a speaker without a name"),
        pytest.param("“We swam.”", [PERSON], True, id="a quotation that nobody speaks"),
        pytest.param('"We swam.', [PERSON], True, id="a quotation that goes on"),
        pytest.param('"We swam," she told the radio.', [], True, id="spoken by a pronoun"),
        pytest.param('"We swam," said she.', [NOBODY], True, id="spoken by a pronoun, inverted"),
        pytest.param('"We swam," she told the radio.', [PERSON], False, id="she was named before"),
        pytest.param("'It's cold,' he said.", [], True, id="single marks around an apostrophe"),
        pytest.param("'It's cold,' said the guide.", [], False, id="single marks, with a speaker"),
        pytest.param("We swam for an hour.", [PERSON], True, id="the middle of a quotation"),
        pytest.param("We swam,” said Ada Marlow.", [], False, id="its end, with its speaker"),
        pytest.param("I'm cold,' she said.", [NOBODY], True, id="its end, spoken by a pronoun"),
        pytest.param('This helps us," Marlow said.', [], False, id="its end, on a demonstrative"),
        pytest.param("We swam.”", [PERSON], True, id="its end, spoken by nobody"),
        pytest.param('She said, "We swam."', [], True, id="a pronoun before the marks"),
        pytest.param("U.S. ferries were late.", [], False, id="not a country's initials"),
        pytest.param("' He rowed home.", [NOBODY], True, id="behind a stray mark"),
    ],
)
def test_openings(point: str, earlier: list[str], dangles: bool) -> None:
    assert is_dangling(point, earlier) is dangles


@pytest.mark.parametrize(
    ("text", "is_person"),
    [
        pytest.param("The pilot, Ada Marlow, swam.", True, id="two names"),
        pytest.param("Jan van Ness swam.", True, id="a particle"),
        pytest.param("Mr. Ness swam.", True, id="a title"),
        pytest.param("Ness, 43, swam.", True, id="an age"),
        pytest.param("The Supreme Court of New Skerra sat.", False, id="a body and a place"),
        pytest.param("In Skerra it rained.", False, id="a capital of the sentence"),
        pytest.param("On Monday March began.", False, id="dates"),
        pytest.param("the pilot, ada marlow, swam.", False, id="no capitals"),
    ],
)
def test_persons_are_known_by_their_capitals(text: str, is_person: bool) -> None:
    assert names_person(text) is is_person


def test_only_earlier_points_count() -> None:
    assert count_dangling(["He swam.", PERSON, "She rowed.", "But it sank."]) == 2
