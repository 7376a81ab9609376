"""Requests for sections and their answers, whole and as a stream."""

import json
from typing import Any

import pytest

from server.digest.choices import STYLES
from server.digest.faithfulness.checker import find_faults
from server.limits import MAX_SECTIONS
from tests.support.application import STORY, ExtensionClient
from tests.support.words import is_drawn_from

NDJSON = "application/x-ndjson"

INDEX = "the index of a paragraph, greater than the one before"
TOO_MANY = [*range(MAX_SECTIONS + 1)]


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        pytest.param("2", "sections must be a list of integers, not a string.", id="a string"),
        pytest.param({"0": 1}, "sections must be a list of integers, not an object.", id="object"),
        pytest.param(False, "must be a list of integers, not true or false.", id="false"),
        pytest.param([1, "2"], "sections[1] must be an integer, not a string.", id="a word"),
        pytest.param([True], "sections[0] must be an integer, not true or false.", id="true"),
        pytest.param([None], "sections[0] must be an integer, not null.", id="null inside"),
        pytest.param([1.5], "sections[0] must be an integer, not a number.", id="between two"),
        pytest.param([[1]], "sections[0] must be an integer, not a list.", id="nested"),
        pytest.param([-1], f"sections[0] must be {INDEX}, not another number.", id="negative"),
        pytest.param(
            [0, 6], f"sections[1] must be {INDEX}, not another number.", id="past the end"
        ),
        pytest.param([10**30], f"sections[0] must be {INDEX}, not another", id="far past it"),
        pytest.param([1, 1], f"sections[1] must be {INDEX}, not another number.", id="twice"),
        pytest.param([4, 2], f"sections[1] must be {INDEX}, not another number.", id="backwards"),
        pytest.param(TOO_MANY, "must be a list of at most 200 integers, not a longer", id="many"),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", NDJSON])
def test_bad_sections_are_named(
    client: ExtensionClient, story: dict[str, Any], sections: object, message: str, accept: str
) -> None:
    body = story | {"sections": sections}
    response = client.ask("POST", "/v1/digest", body, Accept=accept)
    error = response.get_json()["error"]
    assert (response.status_code, error["code"]) == (422, "bad_field")
    assert message in error["message"]
    assert error["hint"].startswith("Send sections")


def test_paragraphs_that_are_not_there_have_no_sections(client: ExtensionClient) -> None:
    response = client.ask("POST", "/v1/digest", {"paragraphs": [], "sections": [0]})
    assert response.get_json()["error"]["code"] == "bad_field"


def test_as_many_sections_as_may_be_are_read(client: ExtensionClient) -> None:
    body = {"paragraphs": [STORY[0]] * MAX_SECTIONS, "sections": [*range(MAX_SECTIONS)]}
    assert client.ask("POST", "/v1/digest", body).status_code == 200


@pytest.mark.parametrize("style", STYLES)
def test_lines_are_found_in_their_sections(
    client: ExtensionClient, story: dict[str, Any], style: str
) -> None:
    starts = [1, 3, 4]
    body = story | {"sections": starts, "style": style}
    digest = client.ask("POST", "/v1/digest", body).get_json()
    points = [point["sources"] for point in digest["points"]]
    assert digest["sections"]
    for line in digest["sections"]:
        assert line.keys() == {"section", "text", "style", "sources"}
        assert line["style"] == style
        (source,) = line["sources"]
        start, end, *_ = [*starts, len(STORY)][line["section"] :]
        assert start <= source["paragraph"] < end
        whole = STORY[source["paragraph"]][source["start"] : source["end"]]
        assert find_faults(whole, line["text"]) == ()
        assert style == "plain" or is_drawn_from(line["text"], whole)
        assert style != "exact" or line["text"] == whole
        assert line["sources"] not in points
    numbers = [line["section"] for line in digest["sections"]]
    assert numbers == sorted(set(numbers))


def test_points_do_not_depend_on_sections(client: ExtensionClient, story: dict[str, Any]) -> None:
    plain = client.ask("POST", "/v1/digest", story).get_json()
    asked = client.ask("POST", "/v1/digest", story | {"sections": [2, 4]}).get_json()
    assert asked["points"] == plain["points"]
    assert "sections" not in plain
    for name in ("words", "reading_seconds"):
        assert plain[name].keys() == {"article", "digest"}
        assert asked[name].pop("sections") > 0
        assert asked[name] == plain[name]


def test_words_of_sections_are_counted_by_themselves(
    client: ExtensionClient, story: dict[str, Any]
) -> None:
    digest = client.ask("POST", "/v1/digest", story | {"sections": [1, 4]}).get_json()
    words = len(" ".join(line["text"] for line in digest["sections"]).split())
    assert digest["words"]["sections"] == words
    assert digest["reading_seconds"]["sections"] == round(words / 238 * 60)


@pytest.mark.parametrize("sections", [[], None])
def test_no_sections_have_no_lines(
    client: ExtensionClient, story: dict[str, Any], sections: object
) -> None:
    digest = client.ask("POST", "/v1/digest", story | {"sections": sections}).get_json()
    assert digest.get("sections") == sections


@pytest.mark.parametrize("style", STYLES)
def test_lines_stream_behind_the_points(
    client: ExtensionClient, story: dict[str, Any], style: str
) -> None:
    body = story | {"sections": [1, 3, 4], "style": style}
    whole = client.ask("POST", "/v1/digest", body).get_json()
    stream = client.ask("POST", "/v1/digest", body, Accept=NDJSON).text
    lines = [json.loads(line) for line in stream.splitlines()]
    kinds = [line["type"] for line in lines]
    assert kinds == sorted(kinds, key=["progress", "point", "section", "done"].index)
    sections = [line for line in lines if line["type"] == "section"]
    assert sections == [{"type": "section", **line} for line in whole["sections"]]
    assert lines[-1]["words"] == whole["words"]
    assert "sections" not in lines[-1]
