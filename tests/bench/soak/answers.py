"""Tell a right answer from a wrong one: by the rules of the protocol, and by what came before."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from server.digest.choices import LENGTHS
from server.digest.faithfulness.checker import find_faults
from tests.support.words import is_drawn_from

JSON = "application/json"
NDJSON = "application/x-ndjson"
# By style, what makes the text of a point true to its span.
IS_TRUE: dict[str, Callable[[str, str], bool]] = {
    "exact": lambda text, whole: text == whole,
    "brief": is_drawn_from,
    "plain": lambda text, whole: not find_faults(whole, text),
}


class WrongError(Exception):
    """The server answered what it must not."""


class RefusedError(Exception):
    """The server refused, in the right shape; `seconds` is what it told to wait, if it did."""

    def __init__(self, status: int, code: str, seconds: int | None) -> None:
        self.status, self.code, self.seconds = status, code, seconds
        super().__init__(f"{status} {code}")


@dataclass(frozen=True, slots=True)
class Request:
    """An article, and how it is to be shortened."""

    paragraphs: list[str]
    length: str
    style: str
    form: str

    def write(self) -> bytes:
        """Return the body."""
        shape = {"paragraphs": self.paragraphs, "length": self.length, "style": self.style}
        return json.dumps(shape).encode()


def read_answer(request: Request, status: int, headers: Mapping[str, str], content: bytes) -> str:
    """Return the points as one line of JSON. Raises WrongError or RefusedError."""
    if status != 200:
        raise read_refusal(status, headers, content)
    if headers["Content-Type"] != request.form:
        raise WrongError(f"asked for {request.form}, got {headers['Content-Type']}")
    lines = [json.loads(line) for line in content.decode().splitlines()]
    points = _read_stream(lines) if request.form == NDJSON else lines[0]["points"]
    last = lines[-1]
    if len(points) != LENGTHS[request.length]:
        raise WrongError(f"{len(points)} points for {request.length}")
    for point in points:
        _check_point(request, point)
    words = sum(len(paragraph.split()) for paragraph in request.paragraphs)
    if last["words"]["article"] != words:
        raise WrongError(f"{last['words']['article']} words counted of {words}")
    return json.dumps(points)


def read_refusal(status: int, headers: Mapping[str, str], content: bytes) -> RefusedError:
    """Read an answer that is no digest. Raises WrongError."""
    try:
        error = json.loads(content)["error"]
    except (ValueError, KeyError):
        raise WrongError(f"{status} without an error: {content[:200]!r}") from None
    if error.keys() != {"code", "message", "hint"}:
        raise WrongError(f"{status} in another shape: {content[:200]!r}")
    told = headers.get("Retry-After")
    if status == 429 and told is None:
        raise WrongError("429 without Retry-After")
    return RefusedError(status, error["code"], int(told) if told else None)


def _read_stream(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = [line["type"] for line in lines]
    if kinds[-1] == "error":
        raise RefusedError(200, lines[-1]["error"]["code"], None)
    order = ("queued", "progress", "point", "done")
    if kinds != sorted(kinds, key=order.index) or kinds.count("done") != 1:
        raise WrongError(f"lines in this order: {kinds}")
    return [
        {name: value for name, value in line.items() if name != "type"}
        for line in lines
        if line["type"] == "point"
    ]


def _check_point(request: Request, point: dict[str, Any]) -> None:
    (source,) = point["sources"]
    whole = request.paragraphs[source["paragraph"]][source["start"] : source["end"]]
    style = point["style"]
    # Where a plain wording was not possible.
    if style != request.style and (style, request.style) != ("brief", "plain"):
        raise WrongError(f"a point in {style} where {request.style} was asked for")
    if not IS_TRUE[style](point["text"], whole):
        raise WrongError(f"a point that is not of its span: {point['text']!r}")
