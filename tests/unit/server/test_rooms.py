"""Each stage of a digest is a folder; the pipeline enters each once, and none calls another."""

import ast
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import FrameType

import pytest

from server.digest.article import Article
from server.digest.choices import Style
from server.summarizer import Summarizer
from tests.support.application import STORY

DIGEST = Path(__file__).parents[3] / "server" / "digest"
STAGES = (
    "segmentation",
    "salience",
    "selection",
    "compression",
    "simplification",
    "faithfulness",
)
# Who explains a digest also has its sentences parsed.
ROOMS = (*STAGES, "grammar")
# Data that a stage takes from the one before it, and the two questions about a text that a stage
# has written itself: can it be a point, and where are its sentences?
SHARED = {
    "grammar": {"salience.scorer.Syntax"},
    "salience": {"segmentation.eligibility.MOST_CHARACTERS"},
    "selection": {"salience.scorer.Scores", "salience.scorer.FloatArray"},
    "compression": {"salience.scorer.FloatArray", "segmentation.eligibility.is_eligible"},
    "faithfulness": {"segmentation.sentences.split_sentences"},
}


def list_imports(stage: str) -> Iterator[str]:
    """Yield what a stage imports from the other stages."""
    for path in (DIGEST / stage).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                module = node.module.removeprefix("server.digest.")
                if module.split(".")[0] in set(ROOMS) - {stage}:
                    yield from (f"{module}.{alias.name}" for alias in node.names)


def find_stage(frame: FrameType | None) -> str | None:
    path = Path(frame.f_code.co_filename) if frame else Path()
    return path.parent.name if path.is_relative_to(DIGEST) and path.parent != DIGEST else None


def trace(summarizer: Summarizer, style: Style) -> list[str]:
    """Return the stages that a digest enters from outside the stages, in order."""
    entered: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        stage = find_stage(frame)
        if event == "call" and stage in ROOMS and find_stage(frame.f_back) is None:
            entered.append(stage)

    article = Article.from_paragraphs(STORY)
    sys.setprofile(note)
    try:
        summarizer.digest(article, 3, style=style)
    finally:
        sys.setprofile(None)
    return [stage for stage, _ in groupby(entered)]


@pytest.mark.parametrize(
    ("style", "count"), [("exact", 3), ("brief", 4), ("plain", 6)], ids=["exact", "brief", "plain"]
)
def test_a_digest_enters_each_stage_once(summarizer: Summarizer, style: Style, count: int) -> None:
    assert trace(summarizer, style) == list(STAGES[:count])


@pytest.mark.parametrize("stage", ROOMS)
def test_a_stage_imports_no_other(stage: str) -> None:
    assert set(list_imports(stage)) == SHARED.get(stage, set())


def test_english_imports_no_stage() -> None:
    assert list(list_imports("english")) == []
