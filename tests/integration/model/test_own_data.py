"""A list of sources is all that it takes to prepare training on other news."""

from pathlib import Path

import numpy as np
import pytest

from tests.support.extras import require

require("rouge_score")

from model.data.dataset import (  # noqa: E402
    UNKNOWN,
    ArticleExample,
    CompressionExample,
    load_examples,
    main,
)
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
    write_sources(tmp_path)
    return tmp_path


def prepare(folder: Path, *more: str) -> tuple[int, str]:
    options = ("--weights", WEIGHTS, "--out", folder / "out", *more)
    run = run_program(main, "--sources", folder / "sources.toml", *options)
    return run.returncode, run.stderr


def count_articles(folder: Path) -> tuple[int, int]:
    """Return how many articles are there to train on, and to measure progress with."""
    articles, development = (
        load_examples(folder / "out" / f"{name}.npz", ArticleExample)
        for name in ("articles", "development")
    )
    return len(articles), len(development)


def test_own_rows_become_examples(folder: Path) -> None:
    assert prepare(folder) == (0, "")
    assert count_articles(folder) == (18, 2)  # A tenth measures progress.
    article = load_examples(folder / "out" / "articles.npz", ArticleExample)[0]
    assert np.argsort(-article.salience)[:2].tolist() == [0, 1]
    # The validation split is not trained on.
    (sentence,) = load_examples(folder / "out" / "sentences.npz", CompressionExample)
    assert (sentence.keep[1:-1] != UNKNOWN).all()


def test_an_epoch_can_read_a_file_more_often_and_another_in_part(folder: Path) -> None:
    path = folder / "sources.toml"
    files = '[{ file = "train.jsonl", repeat = 3 }, { file = "train.jsonl", rows = 5 }]'
    path.write_text(path.read_text().replace('[{ file = "train.jsonl" }]', files))
    assert prepare(folder) == (0, "")
    assert count_articles(folder) == (3 * 18 + 5, 2)


def test_a_small_run_takes_some_rows(folder: Path) -> None:
    assert prepare(folder, "--rows", "1") == (0, "")
    assert count_articles(folder) == (1, 1)


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
