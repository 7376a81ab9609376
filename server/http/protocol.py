"""The shapes of protocol version 1; no other module knows their field names."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from server.digest.choices import DEFAULT_LENGTH, DEFAULT_STYLE, LENGTHS, STYLES, Style
from server.digest.salience.scorer import Progress
from server.errors import BadField, DigestError, MissingField, NotJson, TooLarge
from server.http.job_queue import Queued
from server.limits import MAX_CHARACTERS, MAX_PARAGRAPHS, MAX_SECTIONS
from server.summarizer import Digest, Point, Section, Sizes, Step

PROTOCOL = 1

JSON = "application/json"
NDJSON = "application/x-ndjson"

# 16 to 64 random bytes in URL-safe base64.
_CHALLENGE = re.compile("[A-Za-z0-9_-]{22,86}")

_Word = TypeVar("_Word", bound=str)

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class DigestRequest:
    """One article to shorten. Raises TooLarge if it exceeds the limits of the protocol."""

    paragraphs: tuple[str, ...]
    title: str = ""
    lang: str = ""
    length: str = DEFAULT_LENGTH
    style: Style = DEFAULT_STYLE
    sections: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if len(self.paragraphs) > MAX_PARAGRAPHS:
            raise TooLarge(f"The article has more than {MAX_PARAGRAPHS:,} paragraphs.")
        if len(self.title) + sum(map(len, self.paragraphs)) > MAX_CHARACTERS:
            raise TooLarge(f"The article has more than {MAX_CHARACTERS:,} characters.")

    @property
    def count(self) -> int:
        """Return how many points the length asks for."""
        return LENGTHS[self.length]


def parse_request(body: bytes) -> DigestRequest:
    """Read the body of POST /v1/digest.

    Unknown fields are ignored, so that a newer extension can talk to an older server. An optional
    field that is null counts as absent: pages often declare no language.
    Raises NotJson, MissingField, BadField or TooLarge, naming the field.
    """
    return read_request(parse_object(body))


def read_request(fields: Mapping[str, object]) -> DigestRequest:
    """Read the fields of a request. Raises MissingField, BadField or TooLarge."""
    if "paragraphs" not in fields:
        raise MissingField(
            "The field paragraphs is missing.",
            hint="Send paragraphs: the article's paragraphs as a list of strings.",
        )
    paragraphs = _read_paragraphs(fields["paragraphs"])
    return DigestRequest(
        paragraphs=paragraphs,
        title=_read_text(fields, "title"),
        lang=_read_text(fields, "lang"),
        length=_read_word(fields, "length", LENGTHS, DEFAULT_LENGTH),
        style=_read_word(fields, "style", STYLES, DEFAULT_STYLE),
        sections=_read_sections(fields.get("sections"), len(paragraphs)),
    )


def parse_code(body: bytes) -> str:
    """Return the code in the body of POST /v1/pair, whatever its form.

    Raises NotJson, MissingField or BadField.
    """
    fields = parse_object(body)
    if "code" not in fields:
        raise MissingField(
            "The field code is missing.", hint="Send code: the six digits that the server printed."
        )
    if not isinstance(fields["code"], str):
        _refuse("code", "a string of six digits", _name_kind(fields["code"]))
    return replace_surrogates(fields["code"])


def parse_challenge(query: Mapping[str, str]) -> str | None:
    """Return the challenge in the query of GET /v1/health, or None. Raises BadField."""
    challenge = query.get("challenge")
    if challenge is not None and not _CHALLENGE.fullmatch(challenge):
        _refuse("challenge", "22 to 86 letters, digits, dashes or underscores", "another string")
    return challenge


def to_json(digest: Digest, timing_ms: int) -> dict[str, Any]:
    """Return the whole answer to POST /v1/digest."""
    answer: dict[str, Any] = {"points": [_point(point) for point in digest.points]}
    if digest.sections is not None:
        answer["sections"] = [_section(section) for section in digest.sections]
    return answer | _totals(digest, timing_ms)


def to_line(step: Step | Queued, timing_ms: int) -> dict[str, Any]:
    """Return one line of the streamed answer."""
    match step:
        case Queued():
            return {"type": "queued"}
        case Progress():
            return {"type": "progress", "done": step.done, "total": step.total}
        case Point():
            return {"type": "point", **_point(step)}
        case Section():
            return {"type": "section", **_section(step)}
        case Digest():
            return {"type": "done", **_totals(step, timing_ms)}


def to_error_line(error: DigestError) -> dict[str, Any]:
    """Return the line that ends a stream early."""
    return {"type": "error", **error.to_dict()}


def dump(value: Mapping[str, Any]) -> str:
    """Return a shape as one line of JSON, with its line feed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _point(point: Point) -> dict[str, Any]:
    return {
        "text": point.text,
        "style": point.style,
        "sources": [
            {"paragraph": source.paragraph, "start": source.start, "end": source.end}
            for source in point.sources
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    return {"section": section.number, **_point(section.line)}


def _totals(digest: Digest, timing_ms: int) -> dict[str, Any]:
    return {
        "words": _sizes(digest.words),
        "reading_seconds": _sizes(digest.reading_seconds),
        "model": digest.model,
        "timing_ms": timing_ms,
    }


def _sizes(sizes: Sizes) -> dict[str, int]:
    shape = {"article": sizes.article, "digest": sizes.digest}
    return shape if sizes.sections is None else shape | {"sections": sizes.sections}


def parse_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body. Raises NotJson or BadField."""
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        # RecursionError means that brackets are nested deeper than Python's stack. The cause is
        # dropped from the chain because its text quotes the body.
        raise NotJson from None
    if not isinstance(value, dict):
        _refuse("body", "an object", _name_kind(value))
    return value


def _read_paragraphs(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        _refuse("paragraphs", "a list of strings", _name_kind(value))
    for index, item in enumerate(value):
        if not isinstance(item, str):
            _refuse(f"paragraphs[{index}]", "a string", _name_kind(item))
    return tuple(replace_surrogates(item) for item in value)


def _read_sections(value: object, paragraphs: int) -> tuple[int, ...] | None:
    """Read the index of each section's first paragraph, among `paragraphs` of them."""
    if value is None:
        return None
    if not isinstance(value, list):
        _refuse("sections", "a list of integers", _name_kind(value))
    if len(value) > MAX_SECTIONS:
        _refuse("sections", f"a list of at most {MAX_SECTIONS} integers", "a longer list")
    least = 0
    for index, item in enumerate(value):
        # true and false are integers to Python.
        if not isinstance(item, int) or isinstance(item, bool):
            _refuse(f"sections[{index}]", "an integer", _name_kind(item))
        if not least <= item < paragraphs:
            wanted = "the index of a paragraph, greater than the one before"
            _refuse(f"sections[{index}]", wanted, "another number")
        least = item + 1
    return tuple(value)


def _read_text(fields: Mapping[str, object], name: str, default: str = "") -> str:
    value = fields.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        _refuse(name, "a string", _name_kind(value))
    return replace_surrogates(value)


def _read_word(
    fields: Mapping[str, object], name: str, words: Collection[_Word], default: _Word
) -> _Word:
    """Read a field that is one of `words`."""
    value = _read_text(fields, name, default)
    found = next((word for word in words if word == value), None)
    if found is None:
        _refuse(name, f"one of {', '.join(words)}", "another string")
    return found


def replace_surrogates(text: str) -> str:
    """Return a text that can be encoded as UTF-8, with the same number of code points."""
    # JSON can contain half of a surrogate pair, which no encoder accepts. Like U+FFFD, it is one
    # code point, so all offsets stay valid.
    return _SURROGATES.sub("\ufffd", text)


def _refuse(field: str, wanted: str, found: str) -> NoReturn:
    # The value is not quoted: it is the reader's text.
    raise BadField(f"{field} must be {wanted}, not {found}.", hint=f"Send {field} as {wanted}.")


def _name_kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"
