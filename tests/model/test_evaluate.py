"""The evaluation reads both shapes of data and pairs its differences."""

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from tests.model.support import require

require("rouge_score")

from model.documents import load_documents  # noqa: E402
from model.evaluate import bootstrap_mean, score_system  # noqa: E402
from model.systems import choose_lead  # noqa: E402

ROWS = [
    {"sentences": ["The ferry sank.", "All were saved."], "highlights": ["A ferry sank."]},
    {"article": "A dam broke. Two villages flooded.\nNobody died.", "highlights": ["A dam broke."]},
]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.xz"])
def test_both_shapes_are_read_plain_or_packed(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"news{suffix}"
    text = "\n".join(json.dumps(row) for row in ROWS) + "\n"
    path.write_bytes(lzma.compress(text.encode()) if suffix.endswith("xz") else text.encode())
    ferry, dam = load_documents(path)
    assert [s.text for s in ferry.article.sentences] == ["The ferry sank.", "All were saved."]
    assert [s.paragraph for s in dam.article.sentences] == [0, 0, 1]
    assert dam.highlights == ("A dam broke.",)


def test_a_sample_is_the_same_every_time(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    rows = [{"sentences": [f"Item {n}."], "highlights": ["x"]} for n in range(50)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    first, second = (load_documents(path, rows=5) for _ in range(2))
    assert first == second
    assert len({document.article.paragraphs for document in first}) == 5


def test_a_digest_equal_to_its_highlights_scores_a_hundred(tmp_path: Path) -> None:
    from rouge_score.rouge_scorer import RougeScorer

    path = tmp_path / "news.jsonl"
    text = ["The ferry sank.", "All were saved."]
    path.write_text(json.dumps({"sentences": text, "highlights": text}), encoding="utf-8")
    scorer = RougeScorer(("rouge1", "rouge2", "rougeLsum"), use_stemmer=True)
    rouge, milliseconds = score_system(choose_lead, load_documents(path), scorer)
    assert rouge.tolist() == [[100, 100, 100]]
    assert milliseconds >= 0


def test_the_interval_holds_the_mean_and_shrinks_with_more_articles() -> None:
    few = np.random.default_rng(1).normal(1, 5, 50)
    mean, low, high = bootstrap_mean(few)
    assert low < mean < high
    _, lower, higher = bootstrap_mean(np.tile(few, 16))
    assert higher - lower < (high - low) / 2


def test_no_difference_has_no_interval() -> None:
    assert bootstrap_mean(np.zeros(10)) == (0, 0, 0)
