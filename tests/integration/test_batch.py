"""The digests of a corpus on the command line: every row once, as the server would answer it."""

import gzip
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from server.config import Config
from server.limits import MAX_BODY_BYTES
from server.summarizer import Summarizer
from tests.support.application import STORY, ExtensionClient, make_client
from tests.support.command import run
from tests.support.corpora import make_rows, read_files, read_rows, write_lines
from tests.support.extras import require

ROWS = make_rows(60)


def digest(model: Path, source: Path, out: Path, *options: object) -> str:
    done = run("batch", "--model-dir", model, source, out, *options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def answer(client: ExtensionClient, row: dict[str, Any]) -> dict[str, Any]:
    """Return what the server says to a row of the protocol's own fields."""
    shape: dict[str, Any] = client.ask("POST", "/v1/digest", row).get_json()
    shape.pop("timing_ms", None)
    return shape


def test_each_row_is_answered_as_the_server_would(
    tmp_path: Path, tiny_model: Path, summarizer: Summarizer
) -> None:
    client = make_client(summarizer, Config())
    paragraphs = list(STORY)
    asked: list[dict[str, Any]] = [
        {"paragraphs": paragraphs},
        {"paragraphs": paragraphs, "title": "The bridge", "lang": "en", "length": "long"},
        {"paragraphs": paragraphs, "style": "exact", "sections": [0, 3]},
        {"paragraphs": paragraphs, "length": None, "mood": "unknown fields are ignored"},
        {"paragraphs": paragraphs, "sections": [9]},
        {"paragraphs": "one string"},
        {"paragraphs": paragraphs, "length": "endless"},
        {"paragraphs": ["Das ist kein Englisch, sondern Deutsch und sonst nichts."] * 9},
        {"paragraphs": ["x"] * 10_001},
        {"paragraphs": []},
    ]
    digest(tiny_model, write_lines(tmp_path / "news.jsonl", asked), tmp_path / "out")
    expected = [answer(client, row) for row in asked]
    good = [shape for shape in expected if "points" in shape]
    assert len(good) == 4
    made = read_rows(tmp_path / "out")
    assert [row.pop("id") for row in made] == [f"news.jsonl:{number}" for number in range(1, 5)]
    assert made == good
    assert read_rows(tmp_path / "out", "bad") == [
        {"file": "news.jsonl", "row": number, "id": f"news.jsonl:{number}", **shape}
        for number, shape in enumerate(expected, start=1)
        if "error" in shape
    ]


def test_options_hold_for_rows_that_name_none(tmp_path: Path, tiny_model: Path) -> None:
    text = "\n".join((*STORY[:2], "However, the ferry will run until midnight."))
    rows = [{"id": 1, "text": text}, {"id": 2, "text": text, "length": "short", "style": "brief"}]
    source = write_lines(tmp_path / "news.jsonl", rows)
    digest(tiny_model, source, tmp_path / "out", "--length=long", "--style", "exact")
    exact, brief = read_rows(tmp_path / "out")
    assert (exact["id"], brief["id"]) == (1, 2)
    assert exact["points"][-1]["text"] == "However, the ferry will run until midnight."
    assert len(exact["points"]) > len(brief["points"]) == 3


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param(b'{"text": "torn in the mid', "not_json", id="torn"),
        pytest.param(b"caf\xe9", "not_json", id="not UTF-8"),
        pytest.param(b"[1]", "bad_field", id="no object"),
        pytest.param(b'{"body": "x"}', "missing_field", id="no text"),
        pytest.param(b'{"text": 5}', "bad_field", id="a number as text"),
        pytest.param(b'{"id": true, "text": "x"}', "bad_field", id="an id of no use"),
        pytest.param(b'{"text": ""}', "empty", id="empty"),
        pytest.param(b'{"text": "%s"}' % (b"x" * MAX_BODY_BYTES), "too_large", id="too large"),
    ],
)
def test_a_bad_row_costs_no_other(tmp_path: Path, tiny_model: Path, line: bytes, code: str) -> None:
    good = [json.dumps(row).encode() for row in ROWS[:2]]
    source = tmp_path / "news.jsonl"
    # The byte order mark is of Windows, and so are the line ends. The last line has none.
    source.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join((good[0], b"", line, good[1])))
    told = digest(tiny_model, source, tmp_path / "out")
    assert told.startswith("Wrote 2 digests and 1 refused rows to ")
    assert [row["id"] for row in read_rows(tmp_path / "out")] == ["story-0", "story-1"]
    (bad,) = read_rows(tmp_path / "out", "bad")
    assert (bad["file"], bad["row"], bad["error"]["code"]) == ("news.jsonl", 3, code)
    assert bad["error"]["message"]
    assert bad["error"]["hint"]


def test_all_formats_hold_the_same_rows(tmp_path: Path, tiny_model: Path) -> None:
    pa, pq = require("pyarrow"), require("pyarrow.parquet")
    plain = write_lines(tmp_path / "in" / "a.jsonl", ROWS)
    content = plain.read_bytes()
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(gzip.compress(content))
    (tmp_path / "in" / "deep").mkdir()
    (tmp_path / "in" / "deep" / "c.jsonl.xz").write_bytes(lzma.compress(content))
    pq.write_table(pa.Table.from_pylist(as_columns(ROWS)), tmp_path / "in" / "d.parquet")
    (tmp_path / "in" / ".hidden.jsonl").write_bytes(content)
    (tmp_path / "in" / "notes.txt").write_bytes(content)
    digest(tiny_model, tmp_path / "in", tmp_path / "out")
    made = read_rows(tmp_path / "out")
    assert made == 4 * made[: len(ROWS)]
    assert [row["id"] for row in made[: len(ROWS)]] == [row["id"] for row in ROWS]
    assert not (tmp_path / "out" / "bad").exists()
    digest(tiny_model, tmp_path / "in" / "d.parquet", tmp_path / "tables")
    tables = pq.read_table(tmp_path / "tables" / "rows" / "d.parquet").to_pylist()
    assert [strip_nulls(row) for row in tables] == made[: len(ROWS)]


def as_columns(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give all rows the same fields, as a table has them."""
    fields = {name: None for row in rows for name in row}
    return [fields | row | {"topic": 7} for row in rows]


def strip_nulls(row: Any) -> Any:
    if isinstance(row, dict):
        return {name: strip_nulls(value) for name, value in row.items() if value is not None}
    return [strip_nulls(item) for item in row] if isinstance(row, list) else row


def test_files_that_came_later_are_added(tmp_path: Path, tiny_model: Path) -> None:
    write_lines(tmp_path / "in" / "a.jsonl", ROWS[:20])
    digest(tiny_model, tmp_path / "in", tmp_path / "out")
    before = read_files(tmp_path / "out")
    write_lines(tmp_path / "in" / "b.jsonl", ROWS[20:])
    told = digest(tiny_model, tmp_path / "in", tmp_path / "out")
    assert told.startswith("Wrote 40 digests and 0 refused rows to ")
    assert told.endswith(" 20 more rows were done by an earlier run.\n")
    assert before.items() <= read_files(tmp_path / "out").items()
    assert read_rows(tmp_path / "out") != read_rows(tmp_path / "out", "bad") == []
    assert [row["id"] for row in read_rows(tmp_path / "out")] == [row["id"] for row in ROWS]
