"""The load test can fail: each way in which an answer can be wrong is told from a right one."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.bench.soak.answers import JSON, NDJSON, RefusedError, Request, WrongError, read_answer
from tests.bench.soak.articles import SIZES, write_article

PARAGRAPHS = write_article(150, seed=1)
TOTALS = {"words": {"article": sum(len(p.split()) for p in PARAGRAPHS), "digest": 1}}


def make_points(style: str) -> list[dict[str, Any]]:
    wholes = [paragraph.split(". ")[0] + "." for paragraph in PARAGRAPHS[:3]]
    return [
        {
            "text": whole if style == "exact" else " ".join(whole.split()[::2]),
            "style": style,
            "sources": [{"paragraph": place, "start": 0, "end": len(whole)}],
        }
        for place, whole in enumerate(wholes)
    ]


def make_lines(style: str) -> list[dict[str, Any]]:
    points = [{"type": "point", **point} for point in make_points(style)]
    opening = [{"type": "queued"}, {"type": "progress", "done": 1, "total": 1}]
    return [*opening, *points, {"type": "done", **TOTALS}]


def read(style: str, form: str, *shapes: Any) -> str:
    content = "".join(json.dumps(shape) + "\n" for shape in shapes).encode()
    return read_answer(
        Request(PARAGRAPHS, "short", style, form), 200, {"Content-Type": form}, content
    )


@pytest.mark.parametrize("style", ["brief", "exact"])
def test_a_right_answer_passes_in_both_forms(style: str) -> None:
    whole = read(style, JSON, {"points": make_points(style), **TOTALS})
    assert read(style, NDJSON, *make_lines(style)) == whole


def lose_a_point(lines: list[Any]) -> list[Any]:
    return [*lines[:2], *lines[3:]]


def end_early(lines: list[Any]) -> list[Any]:
    return lines[:-1]


def end_twice(lines: list[Any]) -> list[Any]:
    return [*lines, lines[-1]]


def mix_up(lines: list[Any]) -> list[Any]:
    return [lines[2], *lines[:2], *lines[3:]]


def invent_a_word(lines: list[Any]) -> list[Any]:
    lines[2]["text"] = f"Never {lines[2]['text']}"
    return lines


def miscount(lines: list[Any]) -> list[Any]:
    lines[-1]["words"]["article"] += 1
    return lines


@pytest.mark.parametrize(
    "spoil", [lose_a_point, end_early, end_twice, mix_up, invent_a_word, miscount]
)
@pytest.mark.parametrize("style", ["brief", "exact"])
def test_a_wrong_answer_does_not(spoil: Callable[[list[Any]], list[Any]], style: str) -> None:
    lines = json.loads(json.dumps(make_lines(style)))
    with pytest.raises(WrongError):
        read(style, NDJSON, *spoil(lines))


def test_words_left_out_are_not_exact() -> None:
    with pytest.raises(WrongError):
        read("exact", JSON, {"points": make_points("brief"), **TOTALS})


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        pytest.param({"Retry-After": "2"}, b"busy", id="no JSON"),
        pytest.param({"Retry-After": "2"}, b'{"error":{"code":"busy"}}', id="another shape"),
        pytest.param({}, b'{"error":{"code":"busy","message":"","hint":""}}', id="not told when"),
    ],
)
def test_a_refusal_says_what_and_when(headers: dict[str, str], content: bytes) -> None:
    with pytest.raises(WrongError):
        read_answer(Request(PARAGRAPHS, "short", "exact", JSON), 429, headers, content)


def test_an_error_that_ends_a_stream_is_a_refusal() -> None:
    error = {"code": "deadline_passed", "message": "x.", "hint": "x."}
    with pytest.raises(RefusedError, match="deadline_passed"):
        read("brief", NDJSON, {"type": "queued"}, {"type": "error", "error": error})


@pytest.mark.parametrize("words", SIZES)
def test_an_article_has_its_length_and_no_sentence_twice(words: int) -> None:
    paragraphs = write_article(words, seed=1)
    assert words <= sum(len(paragraph.split()) for paragraph in paragraphs) < words + 60
    sentences = ". ".join(paragraphs).split(". ")
    assert len(sentences) == len(set(sentences))
