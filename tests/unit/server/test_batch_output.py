"""What marks the output of a batch run: the code and the model that made it."""

import json
import shutil
from pathlib import Path

from server.batch.output import compute_fingerprint


def test_another_model_has_another_hash(tiny_model: Path, tmp_path: Path) -> None:
    same = shutil.copytree(tiny_model, tmp_path / "same")
    other = shutil.copytree(tiny_model, tmp_path / "other")
    description = json.loads((other / "model.json").read_text())
    (other / "model.json").write_text(json.dumps(description | {"version": "next"}))
    assert (
        compute_fingerprint(same) == compute_fingerprint(tiny_model) != compute_fingerprint(other)
    )
