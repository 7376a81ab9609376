"""The smoke recipe runs from the data to an artefact, and learns on the way.

Slow: it trains all six layers for eight steps, which is what it takes to see that they learn.
"""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.support.extras import require

require("torch")
require("rouge_score")

from model.data.dataset import load_examples  # noqa: E402
from server.digest.article import Article  # noqa: E402
from server.summarizer import Summarizer  # noqa: E402
from tests.support.application import STORY  # noqa: E402

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"

pytestmark = [
    pytest.mark.training,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="../shared/data is not there: the recipe has no news to train on"
    ),
]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the recipe and return the folder of what it made."""
    folder = tmp_path_factory.mktemp("recipe")
    command = ["bash", str(ROOT / "model" / "run.sh"), "--smoke", "--build", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "smoke"


@pytest.fixture(scope="module")
def log(build: Path) -> list[dict[str, float]]:
    """Return what the training logged."""
    return [json.loads(line) for line in (build / "run" / "log.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("loss", ["salience", "compression_keep"])
def test_the_loss_falls(log: list[dict[str, float]], loss: str) -> None:
    losses = [entry[loss] for entry in log if loss in entry]
    assert losses[-1] < losses[0]


def test_what_was_learnt_beats_chance(build: Path, log: list[dict[str, float]]) -> None:
    captured = best = 0.0
    for example in load_examples(build / "corpus" / "development.npz"):
        labels = example.salience[example.salience >= 0]
        captured += labels.mean() * min(3, len(labels)) if len(labels) else 0.0
        best += np.sort(labels)[-3:].sum()
    assert log[-1]["capture"] > 1.25 * captured / best


def test_what_was_packed_makes_digests(build: Path) -> None:
    digest = Summarizer.load(build / "artifact").digest(Article.from_paragraphs(STORY), 3)
    assert len(digest.points) == 3
