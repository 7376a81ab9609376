"""A row of a corpus and its digest. Each row is a request of the protocol, written on a line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from server.digest.article import Article
from server.errors import BadField, DigestError, Internal, MissingField, TooLarge
from server.http import protocol
from server.limits import MAX_BODY_BYTES
from server.summarizer import Digest, Summarizer

# What corpora call a text that is not parted into paragraphs. Each of its lines is one.
TEXTS = ("article", "text")
FIELDS = ("id", *TEXTS, *(field.name for field in fields(protocol.DigestRequest)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: the shape of its digest, or of its refusal."""

    is_bad: bool
    shape: dict[str, Any]


def digest_row(
    line: bytes, file: str, number: int, defaults: Mapping[str, str], summarizer: Summarizer
) -> Outcome:
    """Shorten the article of a row, the `number`-th line of a file of the corpus.

    `defaults` are the length and the style of rows that name none.
    """
    place: dict[str, Any] = {"file": file, "row": number}
    try:
        # The limit of a request's body, so that a file without line feeds does not fill the memory.
        if len(line) > MAX_BODY_BYTES:
            raise TooLarge(f"The row has more than {MAX_BODY_BYTES:,} bytes.")
        row = protocol.parse_object(line)
        place["id"] = name = _read_id(row, f"{file}:{number}")
        wanted = protocol.read_request(_name_paragraphs({**defaults, **_drop_nulls(row)}))
        article = Article.from_paragraphs(wanted.paragraphs, wanted.title, wanted.sections)
        digest = summarizer.digest(article, wanted.count, wanted.lang, wanted.style)
    except DigestError as error:
        return Outcome(True, place | error.to_dict())
    except Exception:  # One article that we fail on shall not cost the others.
        return Outcome(True, place | Internal().to_dict())
    return Outcome(False, {"id": name, **shape_digest(digest)})


def shape_digest(digest: Digest) -> dict[str, Any]:
    """Return the protocol's answer without its time, which alone differs from run to run."""
    answer = protocol.to_json(digest, timing_ms=0)
    del answer["timing_ms"]
    return answer


def dump_row(row: Mapping[str, object]) -> bytes:
    """Write a row of a table as a line of JSON; what JSON cannot say is written as text."""
    return json.dumps(row, ensure_ascii=False, default=str).encode()


def _drop_nulls(row: Mapping[str, object]) -> dict[str, object]:
    # In a table, each row has all columns.
    return {name: value for name, value in row.items() if value is not None}


def _read_id(row: Mapping[str, object], default: str) -> str | int:
    value = row.get("id")
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, str | int):
        wanted = "a string or an integer"
        raise BadField(f"id must be {wanted}.", hint=f"Give id as {wanted}, or leave it out.")
    return value if isinstance(value, int) else protocol.mend(value)


def _name_paragraphs(row: dict[str, object]) -> dict[str, object]:
    """Return the row with its paragraphs under the protocol's name."""
    if "paragraphs" in row:
        return row
    name = next((name for name in TEXTS if name in row), None)
    if name is None:
        raise MissingField(
            "The row has no text.", hint="Give paragraphs, a list; or article or text, a string."
        )
    text = row[name]
    lines = [line for line in text.splitlines() if line.strip()] if isinstance(text, str) else text
    return row | {"paragraphs": lines}
