"""server/API.md names every route, field, error code and limit of the code."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from server import __version__
from server.config import CORES_PER_WORKER, EXTENSION_ID, MIN_WORKERS, Config
from server.digest.article import Article, Sentence
from server.digest.choices import DEFAULT_STYLE, LENGTHS
from server.digest.salience.scorer import Progress
from server.digest.segmentation.eligibility import is_eligible
from server.errors import DigestError, ModelMissing
from server.http import guard, protocol
from server.http.job_queue import REPEAT_SECONDS, Queued
from server.limits import MAX_CHARACTERS, MAX_PARAGRAPHS, MAX_SECTIONS, MAX_SENTENCES, MIN_SENTENCES
from server.pairing import pairing
from server.summarizer import Digest, Point, Section, Sizes, Unavailable
from tests.support.application import make_client
from tests.support.shapes import names

PAGE = (Path(__file__).parents[2] / "server" / "API.md").read_text(encoding="utf-8")

POINT = Point("x", (Sentence(0, 0, 1, "x"),))
SECTION = Section(0, POINT)
DIGEST = Digest((POINT,), Sizes(2, 1, 1), Sizes(2, 1, 1), "tiny", (SECTION,))
LINES = [
    *(protocol.to_line(step, 1) for step in (Queued(), Progress(1, 2), POINT, SECTION, DIGEST)),
    protocol.to_error_line(ModelMissing()),
]


# Named in the section of the page to which they belong.
PARTS = {"GET /welcome.css", "GET /welcome.js", "GET /icon.png"}


def routes() -> Iterator[str]:
    # test_guard.py compares them with the routes of the application.
    for path, wants in guard.ROUTES.items():
        for method in wants.methods - {"HEAD", "OPTIONS"}:
            yield f"{method} {path}"


@pytest.mark.parametrize("route", sorted({*routes()} - PARTS))
def test_every_route_has_a_section_with_a_curl(route: str) -> None:
    section = PAGE.split(f"## {route}\n")[1].split("\n## ")[0]
    assert f"curl http://127.0.0.1:{Config().port}{route.split()[1]}" in section


def test_every_section_has_a_route() -> None:
    sections = re.findall(r"^## ([A-Z]+ /.*)$", PAGE, re.MULTILINE)
    assert sorted(sections) == sorted({*routes()} - PARTS)


def test_the_page_names_its_parts() -> None:
    section = PAGE.split("## GET /\n")[1].split("\n## ")[0]
    assert {f"GET {path}" for path in re.findall(r"`GET (/\S+)`", section)} == PARTS


def test_every_header_of_all_responses_is_shown() -> None:
    assert all(f"    {name}: {value}\n" in PAGE for name, value in guard.HEADERS.items())


def test_the_checks_are_listed_in_the_order_of_the_guard() -> None:
    asked = PAGE.split("## Who may ask\n")[1].split("\n## ")[0]
    steps = re.findall(r"^\d\. (.*?)(?=^\d\. |^$)", asked, re.MULTILINE | re.DOTALL)
    codes = [re.findall(r"lse\s+`(\w+)`", step) for step in steps]
    assert codes == [
        ["host_not_allowed"],
        ["method_not_allowed"],
        ["origin_not_allowed"],
        ["origin_not_allowed"],
        ["unsupported_media_type"],
        ["too_large"],
        ["not_paired"],
    ]


@pytest.mark.parametrize("kind", DigestError.__subclasses__(), ids=lambda kind: kind.code)
def test_every_code_has_a_row_with_its_status(kind: type[DigestError]) -> None:
    assert f"\n| `{kind.code}` | {kind.status} | " in PAGE


def test_every_row_has_a_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| \d{3} \| ", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(kind.code for kind in DigestError.__subclasses__())


@pytest.mark.parametrize("name", [field.name for field in fields(protocol.DigestRequest)])
def test_every_field_of_a_request_is_named(name: str) -> None:
    assert f"\n| `{name}` | " in PAGE


@pytest.mark.parametrize("name", sorted({*names(protocol.to_json(DIGEST, 1)), *names(LINES)}))
def test_every_field_of_an_answer_is_named(name: str) -> None:
    assert re.search(rf"`(\w+\[\]\.)?{name}`", PAGE)


def test_every_field_of_health_has_a_row() -> None:
    client = make_client(Unavailable(ModelMissing()), Config())
    health = client.ask("GET", f"/v1/health?challenge={'a' * 22}").get_json()
    assert health["status"] == "ok"
    assert all(f"\n| `{name}` | " in PAGE for name in health)
    assert f'"version":"{__version__}","protocol":{protocol.PROTOCOL},' in PAGE


def test_the_curl_of_a_digest_is_a_request_that_passes() -> None:
    (body,) = re.findall(r"-d '(.{2}title.*?)'$", PAGE, re.MULTILINE | re.DOTALL)
    request = protocol.parse_request(body.encode())
    sentences = Article.from_paragraphs(request.paragraphs, request.title).sentences
    assert sum(is_eligible(sentence.text) for sentence in sentences) >= MIN_SENTENCES


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["type"])
def test_every_line_has_a_row_with_its_fields(line: dict[str, object]) -> None:
    listed = ", ".join(f"`{name}`" for name in line if name != "type")
    assert f"\n| `{line['type']}` | {listed} | " in PAGE


def test_the_examples_of_lines_are_what_is_sent() -> None:
    examples = re.findall(r'^    (\{"type":"(\w+)".*\})$', PAGE, re.MULTILINE)
    shapes = {line["type"]: line for line in LINES}
    for example, kind in examples:
        shown = json.loads(example.replace("{…}", "{}"))
        assert shown.keys() == shapes[kind].keys()
    assert {kind for _, kind in examples} == {"progress", "point", "done"}


@pytest.mark.parametrize(
    "limit",
    [
        f"{Config().max_body_bytes:,} bytes",
        f"for every {CORES_PER_WORKER} cores of the computer",
        f"at least {MIN_WORKERS}.",
        f"{Config().queue} more wait",
        f"after {Config().deadline_seconds:g} seconds",
        f"code of {pairing.CODE_DIGITS} digits",
        f"for {pairing.CODE_SECONDS // 60} minutes",
        f"After {pairing.MAX_WRONG_CODES} wrong codes",
        f"for {pairing.LOCK_SECONDS} seconds",
        f"{pairing.TOKEN_BYTES * 8} random bits",
        f"every {REPEAT_SECONDS:g} seconds",
        f"at most {MAX_PARAGRAPHS:,}",
        f"at most {MAX_CHARACTERS:,} characters",
        f"ascending; at most {MAX_SECTIONS} |",
        f"at most {MAX_SENTENCES:,} sentences",
        f"version {protocol.PROTOCOL}\n",
        f"chrome-extension://{EXTENSION_ID}'",
        *(f"`{length}` ({count}" for length, count in LENGTHS.items()),
        f"`{DEFAULT_STYLE}` (the default)",
        "points, the default)",
    ],
)
def test_every_limit_is_the_one_in_force(limit: str) -> None:
    assert limit in PAGE
