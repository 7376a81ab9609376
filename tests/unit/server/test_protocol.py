"""Requests and answers of the protocol, field by field."""

import json
from typing import Any

import pytest

from server import __version__
from server.config import Config
from server.digest.choices import LENGTHS, STYLES
from server.http.protocol import parse_request
from server.limits import MAX_CHARACTERS, MAX_PARAGRAPHS
from server.summarizer import Summarizer
from tests.support.application import STORY, ExtensionClient, SteppingScorer, make_client
from tests.support.words import is_drawn_from

GERMAN = (
    "Die alte Drehbrücke von Elmsworth wird im März für den Verkehr gesperrt, elf Monate früher "
    "als der Stadtrat geplant hatte. Fachleute fanden im Oktober Risse in zwei der vier Lager.",
    "Etwa 6200 Autos fahren an einem Werktag über die Brücke. Die meisten müssen nun die "
    "Ringstraße nehmen, was neun Minuten länger dauert. Die neue Brücke soll 2029 fertig sein.",
)


@pytest.mark.parametrize(
    ("body", "status", "code", "message"),
    [
        pytest.param(b"", 400, "not_json", "could not be read as JSON", id="no body"),
        pytest.param(b"paragraphs=x", 400, "not_json", "could not be read as JSON", id="a form"),
        pytest.param(b'{"paragraphs": [', 400, "not_json", "as JSON", id="cut short"),
        pytest.param(b'{"paragraphs": ["\xff"]}', 400, "not_json", "as JSON", id="not UTF-8"),
        pytest.param(b"[" * 100_000, 400, "not_json", "as JSON", id="nested too deeply"),
        pytest.param(b"1" * 5_000, 400, "not_json", "as JSON", id="a number too long"),
        pytest.param([], 422, "bad_field", "body must be an object, not a list", id="a list"),
        pytest.param(None, 422, "bad_field", "body must be an object, not null", id="null"),
        pytest.param({}, 422, "missing_field", "paragraphs is missing", id="no paragraphs"),
        pytest.param(
            {"paragraphs": None},
            422,
            "bad_field",
            "paragraphs must be a list of strings, not null",
            id="null paragraphs",
        ),
        pytest.param(
            {"paragraphs": "One. Two."},
            422,
            "bad_field",
            "paragraphs must be a list of strings, not a string",
            id="one string",
        ),
        pytest.param(
            {"paragraphs": ["One.", 2]},
            422,
            "bad_field",
            "paragraphs[1] must be a string, not a number",
            id="a number among strings",
        ),
        pytest.param(
            {"paragraphs": ["One."], "title": {"text": "Two"}},
            422,
            "bad_field",
            "title must be a string, not an object",
            id="title of another type",
        ),
        pytest.param(
            {"paragraphs": ["One."], "lang": True},
            422,
            "bad_field",
            "lang must be a string, not true or false",
            id="lang of another type",
        ),
        pytest.param(
            {"paragraphs": ["One."], "length": 3},
            422,
            "bad_field",
            "length must be a string, not a number",
            id="length of another type",
        ),
        pytest.param(
            {"paragraphs": ["One."], "length": "tiny"},
            422,
            "bad_field",
            f"length must be one of {', '.join(LENGTHS)}, not another string",
            id="unknown length",
        ),
        pytest.param(
            {"paragraphs": ["One."], "style": ["exact"]},
            422,
            "bad_field",
            "style must be a string, not a list",
            id="style of another type",
        ),
        pytest.param(
            {"paragraphs": ["One."], "style": "Exact"},
            422,
            "bad_field",
            f"style must be one of {', '.join(STYLES)}, not another string",
            id="unknown style",
        ),
        pytest.param({"paragraphs": []}, 422, "empty", "no text", id="no paragraph"),
        pytest.param({"paragraphs": ["", " \n\t"]}, 422, "empty", "no text", id="white space"),
        pytest.param(
            {"paragraphs": STORY[:2]},
            422,
            "too_short",
            "The text has 3 whole sentences; a digest needs at least 4.",
            id="three sentences",
        ),
        pytest.param(
            {"paragraphs": GERMAN}, 422, "not_english", "not seem to be English", id="German"
        ),
        pytest.param(
            {"paragraphs": ["Elmsworth, 12."]}, 422, "too_short", "1 whole", id="names alone"
        ),
        pytest.param(
            {"paragraphs": ["Elmsworth, 12."], "lang": "de"},
            422,
            "not_english",
            "not seem to be English",
            id="names alone on a German page",
        ),
        pytest.param(
            {"paragraphs": ["a" * MAX_CHARACTERS], "title": "b"},
            413,
            "too_large",
            "more than 400,000 characters",
            id="too many characters",
        ),
        pytest.param(
            {"paragraphs": [""] * (MAX_PARAGRAPHS + 1)},
            413,
            "too_large",
            "more than 10,000 paragraphs",
            id="too many paragraphs",
        ),
        pytest.param(b" " * 2_000_001, 413, "too_large", "larger than 2 MB", id="too many bytes"),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson"])
def test_bad_input_is_named(
    client: ExtensionClient, body: object, status: int, code: str, message: str, accept: str
) -> None:
    response = client.ask("POST", "/v1/digest", body, Accept=accept)
    error = response.get_json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert message in error["message"]
    assert error["hint"]


@pytest.mark.parametrize("name", ["length", "style"])
def test_a_field_is_refused_without_quoting_its_value(client: ExtensionClient, name: str) -> None:
    response = client.ask("POST", "/v1/digest", {"paragraphs": ["x"], name: "secret words"})
    assert b"secret" not in response.data


@pytest.mark.parametrize(("length", "count"), list(LENGTHS.items()))
def test_length_is_a_number_of_points(
    client: ExtensionClient, story: dict[str, Any], length: str, count: int
) -> None:
    digest = client.ask("POST", "/v1/digest", story | {"length": length}).get_json()
    assert len(digest["points"]) == count


@pytest.mark.parametrize("style", STYLES)
def test_points_are_found_in_the_article(
    client: ExtensionClient, story: dict[str, Any], style: str
) -> None:
    digest = client.ask("POST", "/v1/digest", story | {"style": style}).get_json()
    places = []
    for point in digest["points"]:
        (source,) = point["sources"]
        paragraph = story["paragraphs"][source["paragraph"]]
        sentence = paragraph[source["start"] : source["end"]]
        assert is_drawn_from(point["text"], sentence)
        assert style == "brief" or point["text"] == sentence
        assert point["style"] == style
        places.append((source["paragraph"], source["start"]))
    assert len(places) == 3
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"style": "exact"}, "The ferry (a new one) will run until midnight."),
        ({"style": "brief"}, "The ferry will run until midnight."),
        ({}, "The ferry will run until midnight."),
    ],
    ids=["exact", "brief", "unasked"],
)
def test_style_is_the_wording_of_a_point(
    config: Config, story: dict[str, Any], asked: dict[str, str], text: str
) -> None:
    scorer = SteppingScorer(drop=["(a", "new", "one)"])
    client = make_client(Summarizer("stepping", scorer), config)
    paragraphs = ["The ferry (a new one) will run until midnight.", *story["paragraphs"]]
    digest = client.ask("POST", "/v1/digest", {"paragraphs": paragraphs, **asked}).get_json()
    assert digest["points"][0]["text"] == text


def test_offsets_count_code_points(client: ExtensionClient) -> None:
    wide = "\U0001f309"
    paragraphs = [f"{wide} {paragraph} {wide}" for paragraph in STORY]
    body = {"paragraphs": paragraphs, "style": "exact"}
    digest = client.ask("POST", "/v1/digest", body).get_json()
    for point in digest["points"]:
        (source,) = point["sources"]
        paragraph = paragraphs[source["paragraph"]]
        assert paragraph[source["start"] : source["end"]] == point["text"]


def test_totals_compare_the_article_with_its_digest(
    client: ExtensionClient, story: dict[str, Any]
) -> None:
    digest = client.ask("POST", "/v1/digest", story).get_json()
    words = {
        "article": len(" ".join(story["paragraphs"]).split()),
        "digest": len(" ".join(point["text"] for point in digest["points"]).split()),
    }
    assert digest["words"] == words
    seconds = {name: round(count / 238 * 60) for name, count in words.items()}
    assert digest["reading_seconds"] == seconds
    assert 0 < digest["words"]["digest"] < digest["words"]["article"]
    assert digest["timing_ms"] >= 0


def test_fields_that_are_null_count_as_absent(
    client: ExtensionClient, story: dict[str, Any]
) -> None:
    body = story | {"title": None, "lang": None, "length": None, "style": None}
    answer = client.ask("POST", "/v1/digest", body).get_json()
    default = client.ask("POST", "/v1/digest", story | {"style": "brief"}).get_json()
    assert len(answer["points"]) == 3
    assert answer["points"] == default["points"]


def test_fields_of_a_later_protocol_are_ignored(
    client: ExtensionClient, story: dict[str, Any]
) -> None:
    assert client.ask("POST", "/v1/digest", story | {"tone": "dry"}).status_code == 200


def test_half_a_surrogate_pair_becomes_one_replacement_character() -> None:
    body = json.dumps({"paragraphs": ["a\ud83cb", "\U0001f309"], "title": "\udf09"})
    request = parse_request(body.encode())
    assert request.paragraphs == ("a\ufffdb", "\U0001f309")
    assert request.title == "\ufffd"


def test_health_tells_what_runs(client: ExtensionClient, summarizer: Any) -> None:
    assert client.ask("GET", "/v1/health").get_json() == {
        "status": "ok",
        "version": __version__,
        "protocol": 1,
        "model": summarizer.name,
    }
