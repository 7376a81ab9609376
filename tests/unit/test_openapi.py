"""server/openapi.yaml matches the code: routes, fields, limits, headers, codes and statuses.

That the answers are as it says, to 20,000 requests, is held by tests/fuzz.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

import pytest

from server.config import EXTENSION_ID, Config
from server.digest.article import Sentence
from server.digest.choices import LENGTHS, STYLES
from server.digest.salience.scorer import Progress
from server.errors import DigestError, ModelMissing
from server.http import protocol, welcome
from server.http.app import create_app
from server.http.guard import HEADERS, ROUTES
from server.http.job_queue import JobQueue, Queued
from server.limits import MAX_CHARACTERS, MAX_PARAGRAPHS, MAX_SECTIONS, MAX_SENTENCES, MIN_SENTENCES
from server.pairing import pairing
from server.pairing.pairing import Pairing
from server.summarizer import Digest, Point, Section, Sizes, Unavailable
from tests.support.fuzzing.guarded_app import SCHEMA
from tests.support.shapes import names

PAGE: dict[str, Any] = SCHEMA.raw_schema
POINT = Point("x", (Sentence(0, 0, 1, "x"),))
SECTION = Section(0, POINT)
DIGEST = Digest((POINT,), Sizes(2, 1, 1), Sizes(2, 1, 1), "tiny", (SECTION,))
LINES = [
    *(protocol.to_line(step, 1) for step in (Queued(), Progress(1, 2), POINT, SECTION, DIGEST)),
    protocol.to_error_line(ModelMissing()),
]
METHODS = {"get", "post", "put", "patch", "delete", "options", "head", "trace"}


def resolve(node: Any) -> Any:
    """Follow a reference; leave the first part of an allOf unchanged."""
    while isinstance(node, dict) and "$ref" in node:
        parts = node["$ref"].removeprefix("#/").split("/")
        node = PAGE
        for part in parts:
            node = node[part]
    return node


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in PAGE["paths"].items():
        for method in METHODS & item.keys():
            yield path, method.upper(), item[method]


def properties(node: Any) -> dict[str, Any]:
    """Return the properties of a schema, including those of its allOf."""
    node = resolve(node)
    own = dict(node.get("properties", {}))
    for part in node.get("allOf", ()):
        own |= properties(part)
    return own


def field_names(node: Any) -> Iterator[str]:
    for name, inner in properties(node).items():
        yield name
        yield from field_names(resolve(inner).get("items", inner))


def schema_of(path: str, method: str, status: str = "200", kind: str = protocol.JSON) -> Any:
    response = resolve(PAGE["paths"][path][method]["responses"][status])
    return response["content"][kind]["schema"]


def test_every_route_is_described_with_its_methods() -> None:
    config = Config()
    app = create_app(
        config, Unavailable(ModelMissing()), Pairing(config.config_dir), JobQueue.of(config)
    )
    routes = {
        (rule.rule, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()
    }
    described = {(path, method) for path, method, _ in operations()}
    # A route that allows GET allows HEAD.
    assert {route for route in routes if route[1] != "HEAD"} == described


def test_every_operation_is_told_of_the_headers_that_the_guard_reads() -> None:
    for path, method, operation in operations():
        item = PAGE["paths"][path]
        listed = [
            resolve(one) for one in (*item.get("parameters", ()), *operation.get("parameters", ()))
        ]
        wanted = {
            one["name"]: one.get("required", False) for one in listed if one["in"] == "header"
        }
        takes_none = ROUTES[path].without_origin and method != "OPTIONS"
        assert wanted == {"Host": True, "Origin": not takes_none, "Sec-Fetch-Site": False}
        assert ("security" in operation) == (ROUTES[path].token and method != "OPTIONS")
        assert ("415" in operation["responses"]) == (method == "POST")


def test_every_code_is_described_with_its_status() -> None:
    described = {
        code: {status}
        for _, _, operation in operations()
        for status, response in operation["responses"].items()
        if status != "200"
        for code in codes(resolve(response))
    }
    # The answer at an unknown address, which has no operation.
    described["not_found"] = {"404"}
    codes_of_server = {kind.code: {str(kind.status)} for kind in DigestError.__subclasses__()}
    assert described == codes_of_server


def codes(response: dict[str, Any]) -> list[str]:
    _, narrowed = response["content"][protocol.JSON]["schema"]["allOf"]
    found: list[str] = narrowed["properties"]["error"]["properties"]["code"]["enum"]
    return found


def test_every_description_of_a_refusal_is_used() -> None:
    used = {
        response["$ref"].split("/")[-1]
        for _, _, operation in operations()
        for response in operation["responses"].values()
        if "$ref" in response
    }
    assert used | {"NotFound"} == PAGE["components"]["responses"].keys()


def test_a_refusal_has_the_fields_of_an_error() -> None:
    assert set(field_names({"$ref": "#/components/schemas/Refusal"})) == {
        "error",
        *ModelMissing().to_dict()["error"],
    }


def test_a_request_has_the_fields_that_are_read() -> None:
    body = PAGE["paths"]["/v1/digest"]["post"]["requestBody"]["content"][protocol.JSON]["schema"]
    described = properties(body)
    assert described.keys() == {field.name for field in fields(protocol.DigestRequest)}
    assert described["length"]["enum"] == [*LENGTHS, None]
    assert described["style"]["enum"] == [*STYLES, None]
    for name in ("length", "style"):
        assert described[name]["default"] == getattr(protocol.DigestRequest(()), name)
    assert described["paragraphs"]["maxItems"] == MAX_PARAGRAPHS
    assert described["paragraphs"]["items"]["maxLength"] == MAX_CHARACTERS
    assert described["title"]["maxLength"] == MAX_CHARACTERS
    assert described["sections"]["maxItems"] == MAX_SECTIONS
    assert described["sections"]["items"]["maximum"] == MAX_PARAGRAPHS - 1


def test_an_answer_has_the_fields_that_are_written() -> None:
    described = set(field_names(schema_of("/v1/digest", "post")))
    assert described == set(names(protocol.to_json(DIGEST, 1)))
    assert properties(schema_of("/v1/digest", "post"))["points"]["maxItems"] == max(
        LENGTHS.values()
    )


def test_every_line_has_the_fields_that_are_written() -> None:
    stream = schema_of("/v1/digest", "post", kind=protocol.NDJSON)
    described = {
        line["title"]: {"type", *properties(line)} for line in resolve(stream["items"])["oneOf"]
    }
    assert described == {line["type"]: set(line) for line in LINES}


def test_health_has_the_fields_that_are_written(tmp_path: Any) -> None:
    config = Config()
    opened = Pairing.open(tmp_path)
    client = create_app(
        config, Unavailable(ModelMissing()), opened, JobQueue.of(config)
    ).test_client()
    health = client.get(f"/v1/health?challenge={'x' * 22}", base_url=config.address).get_json()
    assert health.keys() == properties(schema_of("/v1/health", "get")).keys()


def test_every_header_is_the_one_in_force() -> None:
    described = PAGE["components"]["headers"]
    for name, value in HEADERS.items():
        assert described[name] == {"required": True, "schema": {"const": value}}
    for name, value in welcome.PAGE_HEADERS.items():
        key = f"{name}-Of-Page" if name in HEADERS else name
        assert described[key]["schema"]["const"] == value
    for path, method, operation in operations():
        for status, response in operation["responses"].items():
            listed = resolve(response)["headers"]
            assert HEADERS.keys() <= listed.keys(), f"{method} {path} {status}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("body_bytes", Config().max_body_bytes),
        ("paragraphs", MAX_PARAGRAPHS),
        ("sections", MAX_SECTIONS),
        ("characters", MAX_CHARACTERS),
        ("sentences", MAX_SENTENCES),
        ("least_sentences", MIN_SENTENCES),
        ("deadline_seconds", Config().deadline_seconds),
        ("queue", Config().queue),
        ("code_seconds", pairing.CODE_SECONDS),
        ("wrong_codes", pairing.MAX_WRONG_CODES),
        ("lock_seconds", pairing.LOCK_SECONDS),
    ],
)
def test_every_limit_is_the_one_in_force(name: str, value: float) -> None:
    assert PAGE["x-limits"][name] == value


def test_origin_port_and_protocol_are_those_in_force() -> None:
    parameters = PAGE["components"]["parameters"]
    origin = re.compile(parameters["Origin"]["schema"]["pattern"])
    assert origin.match(f"chrome-extension://{EXTENSION_ID}")
    assert origin.match("moz-extension://01234567-89ab-cdef-0123-456789abcdef")
    assert not origin.match(f"chrome-extension://{EXTENSION_ID}.news.test")
    assert PAGE["servers"][0]["variables"]["port"]["default"] == str(Config().port)
    assert properties(schema_of("/v1/health", "get"))["protocol"]["const"] == protocol.PROTOCOL
    assert get_args(protocol.Style) == STYLES
