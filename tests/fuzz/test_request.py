"""Whatever the body: a request that keeps its limits, or a refusal that quotes none of it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.digest.choices import LENGTHS, STYLES
from server.errors import DigestError
from server.http.protocol import DigestRequest, parse_request
from tests.support.fuzzing.paths import cases, time_limit
from tests.support.fuzzing.texts import anything, texts

# In every text of a body, and so in no message, hint or log.
SECRET = "Zyxwv"

REFUSALS = {"not_json", "missing_field", "bad_field", "too_large"}

scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), anything)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(max_size=5), inner)),
    max_leaves=8,
)
optional = {
    "title": texts,
    "lang": st.sampled_from(("en", "de", "", None)),
    "length": st.sampled_from((*LENGTHS, None)),
    "style": st.sampled_from((*STYLES, None)),
    "sections": st.lists(st.integers(-1, 6), max_size=4) | st.none(),
    SECRET: values,
}
sound = st.fixed_dictionaries({"paragraphs": st.lists(texts, max_size=6)}, optional=optional)
wrong = {name: st.one_of(inner, anything, values) for name, inner in optional.items()}
fields = st.one_of(
    sound,
    st.fixed_dictionaries(
        {}, optional=wrong | {"paragraphs": st.one_of(st.lists(texts, max_size=6), values)}
    ),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A body that is cut short, has bytes put in, or is no text at all."""
    body = json.dumps(draw(fields)).encode()
    place = draw(st.integers(0, len(body)))
    return body[:place] + draw(st.binary(max_size=4)) + draw(st.sampled_from((body[place:], b"")))


def read(body: bytes) -> DigestRequest | DigestError:
    with time_limit(1):
        try:
            return parse_request(body)
        except DigestError as error:
            return error


@cases(2)
@given(fields)
def test_an_object_is_read_or_refused_by_name(sent: dict[str, Any]) -> None:
    marked = {name: f"{SECRET}{v}" if isinstance(v, str) else v for name, v in sent.items()}
    for shape in (sent, marked):
        found = read(json.dumps(shape).encode())
        if isinstance(found, DigestError):
            assert found.code in REFUSALS
            assert SECRET not in found.message + found.hint
        else:
            assert list(map(len, found.paragraphs)) == list(map(len, shape["paragraphs"]))
            assert found.length in LENGTHS
            assert found.style in STYLES
            starts = found.sections or ()
            assert list(starts) == sorted(set(starts) & set(range(len(found.paragraphs))))
            "".join((*found.paragraphs, found.title, found.lang)).encode()


@cases(2)
@given(st.one_of(damaged(), st.binary(max_size=200), values.map(lambda v: json.dumps(v).encode())))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    found = read(body)
    assert isinstance(found, DigestRequest) or found.code in REFUSALS
