"""Requests of every kind that server/openapi.yaml describes, and of kinds that it does not."""

import json
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.parameters import ParameterLocation

from server.digest.choices import LENGTHS, STYLES
from server.http.guard import ROUTES
from server.http.protocol import JSON, NDJSON
from server.summarizer import Summarizer
from tests.bench.soak.answers import IS_TRUE
from tests.support.fuzzing.guarded_app import OPERATIONS, SECONDS, GuardedApp, check
from tests.support.fuzzing.paths import cases, time_limit
from tests.support.fuzzing.texts import articles, texts

WORK = "POST /v1/digest"
# What the paired extension can be refused for, if it asks as the page says.
REFUSALS = {
    WORK: {"empty", "too_short", "too_large", "not_english"},
    "POST /v1/pair": {"wrong_code", "pairing_locked"},
}
SECRET_HEADERS = ("Host", "Origin", "Sec-Fetch-Site", "Authorization")


@pytest.fixture(scope="module")
def guarded(summarizer: Summarizer, tmp_path_factory: pytest.TempPathFactory) -> GuardedApp:
    return GuardedApp(summarizer, tmp_path_factory.mktemp("guarded"))


def each_operation(mode: GenerationMode) -> Any:
    """Run a test with the cases that schemathesis draws for each operation, in one mode."""
    drawn = [
        pytest.param(operation.as_strategy(generation_mode=mode), id=operation.label)
        for operation in OPERATIONS
    ]
    return pytest.mark.parametrize("drawn", drawn)


@each_operation(GenerationMode.POSITIVE)
@cases(0.5)
@given(data=st.data())
def test_what_the_page_describes_passes_the_guard(
    guarded: GuardedApp, drawn: Any, data: st.DataObject
) -> None:
    case: Case = data.draw(drawn)
    headers = dict(guarded.headers)
    if not case.path.startswith("/v1/"):
        headers["Origin"] = guarded.address
    response = guarded.answer(case, headers)
    if response.status_code >= 400:
        error = json.loads(response.content)["error"]
        # That sections ascend, and lie within the paragraphs, is more than a schema can say.
        is_out_of_place = error["message"].startswith("sections[") and error["code"] == "bad_field"
        assert is_out_of_place or error["code"] in REFUSALS[case.operation.label]


@each_operation(GenerationMode.POSITIVE)
@cases(0.5)
@given(data=st.data(), own=st.sampled_from(SECRET_HEADERS))
def test_the_guard_knows_its_own(
    guarded: GuardedApp, drawn: Any, data: st.DataObject, own: str
) -> None:
    """One header is drawn by schemathesis: of the right form, and hardly ever the right one."""
    case: Case = data.draw(drawn)
    is_right = case.headers.get(own) == guarded.headers[own]
    response = guarded.answer(case, {name: v for name, v in guarded.headers.items() if name != own})
    if own == "Host" and not is_right:
        assert response.status_code == 403
    if own in ("Origin", "Authorization") and not is_right and case.operation.label == WORK:
        assert response.status_code == 401


@each_operation(GenerationMode.NEGATIVE)
@cases(0.5)
@given(data=st.data(), is_paired=st.booleans())
def test_what_the_page_does_not_describe_is_refused(
    guarded: GuardedApp, drawn: Any, data: st.DataObject, is_paired: bool
) -> None:
    case: Case = data.draw(drawn)
    response = guarded.answer(case, guarded.headers if is_paired else {})
    body = case.meta.components.get(ParameterLocation.BODY)
    is_wrong_body = body is not None and body.mode.is_negative
    if case.method == "POST" and (is_wrong_body or not is_paired):
        assert response.status_code >= 400


requests = st.fixed_dictionaries(
    {"paragraphs": articles},
    optional={
        "title": texts,
        "lang": st.sampled_from(("en", "de", None)),
        "length": st.sampled_from([*LENGTHS]),
        "style": st.sampled_from(STYLES),
        "sections": st.sets(st.integers(0, 8)),
    },
)


@cases(1)
@given(request=requests, accept=st.sampled_from((JSON, NDJSON, "*/*")))
def test_any_article_is_shortened_or_refused(
    guarded: GuardedApp, request: dict[str, Any], accept: str
) -> None:
    if "sections" in request:
        found = range(len(request["paragraphs"]))
        request["sections"] = sorted(request["sections"].intersection(found))
    with time_limit(SECONDS):
        response = guarded.app.test_client().post(
            "/v1/digest",
            data=json.dumps(request).encode(),
            headers={**guarded.headers, "Accept": accept},
        )
        content = response.get_data()
    code = check(response.status_code, dict(response.headers), content)
    event(code)
    if code != "ok":
        assert code in REFUSALS[WORK]
        return
    lines = [json.loads(line) for line in content.decode().splitlines()]
    points = [line for line in lines if line.get("type") == "point"]
    sections = [line for line in lines if line.get("type") == "section"]
    if accept == NDJSON:
        kinds = ["point"] * len(points) + ["section"] * len(sections) + ["done"]
        assert [line["type"] for line in lines][-len(kinds) :] == kinds
    else:
        points = lines[0]["points"]
        assert ("sections" in lines[0]) == ("sections" in request)
        sections = lines[0].get("sections", [])
    assert 1 <= len(points) <= LENGTHS[request.get("length", "short")]
    starts = request.get("sections", [])
    for line in sections:
        bounds = [*starts, len(request["paragraphs"])][line["section"] :]
        assert bounds[0] <= line["sources"][0]["paragraph"] < bounds[1]
    for point in points + sections:
        (source,) = point["sources"]
        paragraph = request["paragraphs"][source["paragraph"]]
        whole = paragraph.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assert IS_TRUE[point["style"]](point["text"], whole[source["start"] : source["end"]])
        assert point["style"] in {request.get("style", "brief"), "brief"}


paths = st.one_of(
    st.sampled_from([*ROUTES]),
    st.sampled_from([*ROUTES]).flatmap(lambda path: st.text(max_size=6).map(path.__add__)),
    # The client would take what stands behind two slashes for a host.
    st.text(max_size=30).map("/".__add__).filter(lambda path: not path.startswith("//")),
)
methods = st.sampled_from(
    ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "get", "X")
)
values = st.one_of(
    st.text(st.characters(max_codepoint=255, exclude_categories=("Cc",)), max_size=30),
    st.sampled_from(("null", "*", "none", "cross-site", JSON, f"{JSON}; charset=utf-8", "0", "-1")),
)
names = st.sampled_from((*SECRET_HEADERS, "Content-Type", "Accept", "X-Forwarded-For", "Cookie"))


@cases(5)
@given(
    method=methods,
    path=paths,
    changes=st.dictionaries(names, st.none() | values, max_size=2),
    body=st.one_of(st.binary(max_size=50), st.just(b'{"paragraphs":["x"]}')),
)
def test_anything_else_has_the_shape_too(
    guarded: GuardedApp, method: str, path: str, changes: dict[str, str | None], body: bytes
) -> None:
    headers = {k: v for k, v in {**guarded.headers, **changes}.items() if v is not None}
    with time_limit(SECONDS):
        response = guarded.app.test_client().open(path, method=method, headers=headers, data=body)
    event(check(response.status_code, dict(response.headers), response.get_data(), method))
