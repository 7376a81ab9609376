"""Weights are used only if they have the pinned checksums."""

from pathlib import Path

import pytest

from model.training import weights


def fill(folder: Path) -> None:
    for name in weights.SHA256:
        (folder / name).write_bytes(name.encode())


def test_files_with_the_pinned_checksums_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    pinned = {name: weights.hash_file(tmp_path / name) for name in weights.SHA256}
    monkeypatch.setattr(weights, "SHA256", pinned)
    weights.fetch_weights(tmp_path)
    assert (tmp_path / "model.safetensors").read_bytes() == b"model.safetensors"


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    fill(tmp_path)
    with pytest.raises(ValueError, match=r"model\.safetensors has SHA-256 [0-9a-f]{64}, not 53aa"):
        weights.fetch_weights(tmp_path)
