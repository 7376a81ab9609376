"""The smoke recipe runs from the data to an artefact, and learns each task on the way.

Slow: it trains six layers and then three, for the two epochs that it takes to see that they learn.
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.support.extras import require

require("torch")
require("rouge_score")

from model.data.dataset import ArticleExample, load_examples  # noqa: E402
from model.data.documents import POINTS  # noqa: E402
from model.training.losses import WEIGHTS  # noqa: E402
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
NETWORKS = ("teacher", "student")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the recipe and return the folder of what it made."""
    folder = tmp_path_factory.mktemp("recipe")
    command = ["bash", str(ROOT / "model" / "run.sh"), "--smoke", "--build", str(folder)]
    # Other tests run beside it: threads that wait for a core would take three times the work.
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "smoke"


@pytest.fixture(scope="module")
def logs(build: Path) -> dict[str, list[dict[str, float]]]:
    """Return what the training of each network logged."""
    return {
        name: [json.loads(line) for line in (build / name / "log.jsonl").read_text().splitlines()]
        for name in NETWORKS
    }


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("loss", WEIGHTS)
def test_each_loss_falls(logs: dict[str, list[dict[str, float]]], name: str, loss: str) -> None:
    losses = [entry[loss] for entry in logs[name]]
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("name", NETWORKS)
def test_what_was_learnt_beats_chance(
    build: Path, logs: dict[str, list[dict[str, float]]], name: str
) -> None:
    captured = best = 0.0
    for example in load_examples(build / "corpus" / "development.npz", ArticleExample):
        labels = example.salience[example.salience >= 0]
        captured += labels.mean() * min(POINTS, len(labels)) if len(labels) else 0.0
        best += np.sort(labels)[-POINTS:].sum()
    assert logs[name][-1]["capture"] > 1.25 * captured / best


@pytest.mark.parametrize("name", NETWORKS)
def test_the_smoke_recipe_learns_to_parse(
    logs: dict[str, list[dict[str, float]]], name: str
) -> None:
    attached = [entry["uas"] for entry in logs[name]]
    assert attached[-1] > attached[0]


def test_what_was_packed_makes_digests(build: Path) -> None:
    digest = Summarizer.load(build / "artifact").digest(Article.from_paragraphs(STORY), 3)
    assert len(digest.points) == 3
