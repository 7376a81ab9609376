"""Compression is measured by the words it keeps, against those that people keep."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.data.compression_pairs import load_shortened, measure_mask
from model.data.documents import DataError
from model.evaluation.compression import main, measure_shortening, summarize_shortening
from tests.support.model_story import STORY, LengthScorer
from tests.support.programs import run_program

ROOT = Path(__file__).parents[3]
TINY = ROOT / "tests" / "fixtures" / "tiny-model"


def make_row(sentence: str, compression: str, **more: Any) -> dict[str, Any]:
    return {"sentence": sentence, "compression": compression, "split": "validation"} | more


ROWS = [
    make_row(STORY[0], "The last ferry to Skerra sank in a storm.", is_deletion=True),
    make_row(STORY[1], "All 31 people were saved.", is_deletion=True),
    make_row(STORY[3], "Skerra gets a boat.", is_deletion=False),
    make_row(STORY[4], "Pupils stay at home."),
    make_row(STORY[5], "Ada Marlow brought eleven people ashore.", split="train"),
]


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return path


def mask(marks: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.array([mark == "x" for mark in marks])


@pytest.mark.parametrize(
    ("kept", "gold", "f1", "exact"),
    [
        pytest.param("xx..", "xx..", 1, 1, id="all right"),
        pytest.param("xxxx", "xx..", 2 / 3, 0, id="all kept"),
        pytest.param("x...", "xx..", 2 / 3, 0, id="too little"),
        pytest.param("..xx", "xx..", 0, 0, id="all wrong"),
        pytest.param("....", "xx..", 0, 0, id="nothing kept"),
    ],
)
def test_f1_is_of_the_kept_words(kept: str, gold: str, f1: float, exact: int) -> None:
    shares = (kept.count("x") / 4, 0.5)
    assert measure_mask(mask(kept), mask(gold)) == pytest.approx((f1, exact, *shares))


def test_other_words_are_left_out_and_counted(tmp_path: Path) -> None:
    sentences, left_out = load_shortened(write_rows(tmp_path / "rows", ROWS))
    assert [sentence.kept.tolist().count(True) for sentence in sentences] == [9, 5]
    assert left_out == 2  # One by its label, one since its words are others.


@pytest.mark.parametrize(
    ("split", "rows", "count"),
    [
        pytest.param(None, ROWS, 2, id="validation by default"),
        pytest.param("train", ROWS, 1, id="by name"),
        pytest.param(None, [row | {"split": "test"} for row in ROWS], 3, id="all of a test file"),
        pytest.param(None, [{**ROWS[0], "split": None}], 1, id="a file without splits"),
    ],
)
def test_a_split_is_read(
    tmp_path: Path, split: str | None, rows: list[dict[str, Any]], count: int
) -> None:
    assert len(load_shortened(write_rows(tmp_path / "rows", rows), split)[0]) == count


@pytest.mark.parametrize(
    ("rows", "split", "complaint"),
    [
        pytest.param(ROWS, "test", "has no split test", id="a split that is not there"),
        pytest.param([{"article": "x"}], None, "without `sentence`", id="news"),
        pytest.param(ROWS[2:3], None, "no shortened sentences", id="other words only"),
        pytest.param([], None, "no shortened sentences", id="nothing"),
    ],
)
def test_a_wrong_file_is_refused(
    tmp_path: Path, rows: list[dict[str, Any]], split: str | None, complaint: str
) -> None:
    with pytest.raises(DataError, match=complaint):
        load_shortened(write_rows(tmp_path / "rows", rows), split)


def test_a_row_of_two_sentences_is_measured_as_one(tmp_path: Path) -> None:
    row = make_row(" ".join(STORY[:2]), "The last ferry sank.")
    (sentence,), _ = load_shortened(write_rows(tmp_path / "rows", [row]))
    assert len(sentence.article.sentences) == 2
    assert len(sentence.words) == len(sentence.kept) == len(row["sentence"].split())
    tables = measure_shortening(LengthScorer(), [sentence])
    assert {table.shape for table in tables.values()} == {(1, 4)}


def test_baselines_keep_all_and_the_first_words(tmp_path: Path) -> None:
    sentences, _ = load_shortened(write_rows(tmp_path / "rows", ROWS))
    scorer = LengthScorer()
    rows = summarize_shortening(measure_shortening(scorer, sentences))
    assert scorer.articles == 2  # Each sentence once, for both of our systems.
    assert rows["keep-all"]["ratio"] == 1
    assert rows["lead-words"]["ratio"] == pytest.approx((7 / 12 + 7 / 12) / 2, abs=1e-4)
    long = [len(word) > 3 for word in STORY[0].split()]
    assert measure_shortening(scorer, sentences[:1])["keep"][0, 2] == pytest.approx(np.mean(long))
    assert all(0 < row["f1_low"] <= row["f1"] <= row["f1_high"] <= 1 for row in rows.values())


def test_the_command_line_reports_each_file_and_all(tmp_path: Path) -> None:
    one, two = (write_rows(tmp_path / name, ROWS) for name in ("one", "two"))
    out = tmp_path / "out.json"
    run = run_program(main, "--model-dir", TINY, "--data", one, two, "--json", out)
    assert run.returncode == 0, run.stderr
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report["per_file"]["one"] == report["per_file"]["two"]
    assert set(report["systems"]) == {"brief", "keep", "ceiling", "keep-all", "lead-words"}
    assert (report["sentences"], report["left_out"]) == (4, 4)
    assert report["systems"]["keep-all"]["f1"] == report["per_file"]["one"]["keep-all"]["f1"]
