"""A row of a corpus and its digest. Each row is a request of the protocol, on one line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from server.digest.article import Article
from server.errors import BadField, DigestError, Internal, MissingField, TooLarge
from server.http import protocol
from server.limits import MAX_BODY_BYTES
from server.summarizer import Digest, Summarizer

# The names under which corpora have a text that is not split into paragraphs; each line is one.
TEXTS = ("article", "text")
FIELDS = ("id", *TEXTS, *(field.name for field in fields(protocol.DigestRequest)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a row: the shape of its digest or of its refusal."""

    is_bad: bool
    shape: dict[str, Any]


def digest_row(
    line: bytes, file: str, number: int, defaults: Mapping[str, str], summarizer: Summarizer
) -> Outcome:
    """Shorten the article of a row, which is line `number` of a file.

    `defaults` are the length and the style of rows that have none.
    """
    origin: dict[str, Any] = {"file": file, "row": number}
    try:
        # The limit of a request's body, so that a file without line feeds does not fill the memory.
        if len(line) > MAX_BODY_BYTES:
            raise TooLarge(f"The row has more than {MAX_BODY_BYTES:,} bytes.")
        row = protocol.parse_object(line)
        origin["id"] = name = _read_id(row, f"{file}:{number}")
        wanted = protocol.read_request(_name_paragraphs({**defaults, **_drop_nulls(row)}))
        article = Article.from_paragraphs(wanted.paragraphs, wanted.title, wanted.sections)
        digest = summarizer.digest(article, wanted.count, wanted.lang, wanted.style)
    except DigestError as error:
        return Outcome(True, origin | error.to_dict())
    except Exception:  # A fault in one article must not stop the run.
        return Outcome(True, origin | Internal().to_dict())
    return Outcome(False, {"id": name, **shape_digest(digest)})


def shape_digest(digest: Digest) -> dict[str, Any]:
    """Return the protocol's answer without its time, which alone differs from run to run."""
    answer = protocol.to_json(digest, timing_ms=0)
    del answer["timing_ms"]
    return answer


def dump_row(row: Mapping[str, object]) -> bytes:
    """Return a row of a table as a line of JSON; values unknown to JSON become strings."""
    return json.dumps(row, ensure_ascii=False, default=str).encode()


def _drop_nulls(row: Mapping[str, object]) -> dict[str, object]:
    # In a table, every row has all columns.
    return {name: value for name, value in row.items() if value is not None}


def _read_id(row: Mapping[str, object], default: str) -> str | int:
    value = row.get("id")
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, str | int):
        wanted = "a string or an integer"
        raise BadField(f"id must be {wanted}.", hint=f"Make id {wanted}, or omit it.")
    return value if isinstance(value, int) else protocol.replace_surrogates(value)


def _name_paragraphs(row: dict[str, object]) -> dict[str, object]:
    """Return the row with its text in the field `paragraphs`."""
    if "paragraphs" in row:
        return row
    name = next((name for name in TEXTS if name in row), None)
    if name is None:
        raise MissingField(
            "The row has no text.", hint="Add paragraphs, a list; or article or text, a string."
        )
    text = row[name]
    lines = [line for line in text.splitlines() if line.strip()] if isinstance(text, str) else text
    return row | {"paragraphs": lines}
