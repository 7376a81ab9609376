"""A list of sources is all that it takes to prepare training on other news."""

from pathlib import Path

import numpy as np
import pytest

from tests.support.extras import require

require("rouge_score")

from model.data.dataset import UNKNOWN, load_examples, main  # noqa: E402
from tests.support.model_story import STORY  # noqa: E402
from tests.support.programs import run_program  # noqa: E402
from tests.support.sources import write_rows, write_sources  # noqa: E402

# The artefact's tokenizer is that of the weights.
WEIGHTS = Path(__file__).parents[3] / "model" / "artifact"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = [{"article": "\n".join(STORY), "summary": " ".join(STORY[:2])}] * 20
    write_rows(tmp_path / "train.jsonl", articles)
    pair = {"sentence": STORY[0], "compression": "The last ferry sank."}
    write_rows(
        tmp_path / "compressions.jsonl",
        [pair | {"split": name} for name in ("train", "validation")],
    )
    return tmp_path


def prepare(folder: Path) -> tuple[int, str]:
    options = ("--sources", write_sources(folder), "--weights", WEIGHTS, "--out", folder / "out")
    run = run_program(main, *options)
    return run.returncode, run.stderr


def test_own_rows_become_examples(folder: Path) -> None:
    assert prepare(folder) == (0, "")
    names = ("articles", "development", "sentences")
    articles, development, sentences = (load_examples(folder / f"out/{n}.npz") for n in names)
    assert (len(articles), len(development)) == (18, 2)  # A tenth measures progress.
    assert np.argsort(-articles[0].salience)[:2].tolist() == [0, 1]
    (sentence,) = sentences  # The validation split is not trained on.
    assert (sentence.keep[1:-1] != UNKNOWN).all()


@pytest.mark.parametrize(
    ("name", "row", "missing"),
    [
        ("train.jsonl", {"article": "A dam broke."}, "highlights"),
        ("compressions.jsonl", {"sentence": "A dam broke."}, "compression"),
    ],
)
def test_a_row_that_lacks_a_field_is_named(
    folder: Path, name: str, row: dict[str, str], missing: str
) -> None:
    write_rows(folder / name, [row])
    status, errors = prepare(folder)
    assert status == 2
    assert name in errors and missing in errors
