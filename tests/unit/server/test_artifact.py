"""A model folder is accepted only if its checksums match."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.artifact import Artifact
from server.errors import ModelDamaged, ModelMissing

ROOT = Path(__file__).parents[3]
TINY = ROOT / "tests" / "fixtures" / "tiny-model"
SHIPPED = ROOT / "model" / "artifact"
MAX_BYTES = 25_000_000
FILES = ["model.onnx", "document.onnx", "tokenizer.json"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "model"))


def describe(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change model.json in place."""
    path = folder / "model.json"
    description = json.loads(path.read_text(encoding="utf-8"))
    change(description)
    path.write_text(json.dumps(description), encoding="utf-8")


def letters(number: int) -> str:
    """Return a name of letters for each number below 676."""
    return f"x{chr(97 + number // 26)}{chr(97 + number % 26)}"


def test_a_whole_folder_is_loaded(folder: Path) -> None:
    artifact = Artifact.load(folder)
    assert (artifact.name, artifact.version, artifact.max_tokens) == ("tiny", "4", 128)
    assert artifact.encoder == folder / "model.onnx"
    assert artifact.document == folder / "document.onnx"
    assert artifact.tokenizer == folder / "tokenizer.json"
    assert artifact.relations[:3] == ("root", "goeswith", "case")
    assert len(artifact.relations) == 44


def test_the_shipped_model_is_whole_and_small() -> None:
    assert Artifact.load(SHIPPED).max_tokens == 512
    assert {path.name for path in SHIPPED.iterdir()} == {
        "model.json",
        "model.onnx",
        "document.onnx",
        "tokenizer.json",
    }
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= MAX_BYTES


@pytest.mark.parametrize("name", ["model.json", *FILES])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelMissing) as caught:
        Artifact.load(folder)
    assert str(folder) in caught.value.message


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="nowhere"):
        Artifact.load(tmp_path / "nowhere")


@pytest.mark.parametrize("name", FILES)
def test_one_changed_byte_is_damage(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelDamaged, match=name):
        Artifact.load(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_damage(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1])
    with pytest.raises(ModelDamaged, match=f"{len(content) - 1} bytes long, not {len(content)}"):
        Artifact.load(folder)


@pytest.mark.parametrize("name", ["model.json", *FILES])
def test_a_folder_in_a_files_place_is_damage(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    with pytest.raises(ModelDamaged, match=name):
        Artifact.load(folder)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"model"', b"{}", b"[" * 100_000],
    ids=["empty", "cut", "not UTF-8", "list", "null", "string", "no fields", "deep"],
)
def test_a_description_that_is_no_description_is_damage(folder: Path, content: bytes) -> None:
    (folder / "model.json").write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"model\.json"):
        Artifact.load(folder)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: d.update(name=3), id="name is a number"),
        pytest.param(lambda d: d.update(version=None), id="version is null"),
        pytest.param(lambda d: d.update(files=[]), id="files is a list"),
        pytest.param(lambda d: d.update(files={}), id="no files"),
        pytest.param(lambda d: d["files"].pop("model.onnx"), id="one file only"),
        pytest.param(lambda d: d["files"].update({"model.onnx": "x"}), id="file is a string"),
        pytest.param(lambda d: d["files"]["model.onnx"].pop("sha256"), id="no checksum"),
        pytest.param(lambda d: d["files"].pop("document.onnx"), id="no document graph"),
        pytest.param(lambda d: d.pop("relations"), id="no relations"),
        pytest.param(lambda d: d.update(relations=[]), id="an empty list of relations"),
        pytest.param(lambda d: d.update(relations="root"), id="relations are a string"),
        pytest.param(lambda d: d.update(relations={"root": 0}), id="relations are an object"),
        pytest.param(lambda d: d["relations"].append(3), id="a relation is a number"),
        pytest.param(lambda d: d["relations"].append("<b>"), id="a relation is markup"),
        pytest.param(lambda d: d["relations"].append("nsubj\n"), id="a relation has two lines"),
        pytest.param(lambda d: d["relations"].append("root"), id="a relation is named twice"),
        pytest.param(lambda d: d["relations"].extend(map(letters, range(300))), id="too many"),
        pytest.param(lambda d: d["limits"].pop("tokens"), id="no limit"),
        pytest.param(lambda d: d["limits"].update(tokens=True), id="limit is a boolean"),
        pytest.param(lambda d: d["limits"].update(tokens="512"), id="limit is a string"),
        pytest.param(lambda d: d["limits"].update(tokens=2), id="limit leaves no room"),
        pytest.param(lambda d: d["files"]["model.onnx"].update(bytes="x"), id="size is a string"),
        pytest.param(lambda d: d["files"]["model.onnx"].update(sha256=None), id="null checksum"),
    ],
)
def test_a_field_missing_or_mistyped_is_damage(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    describe(folder, change)
    with pytest.raises(ModelDamaged):
        Artifact.load(folder)


def make_older(description: dict[str, Any]) -> None:
    """Describe a model as version 3 did: one graph, and no relations."""
    description["version"] = "3"
    del description["files"]["document.onnx"], description["relations"]


@pytest.mark.parametrize(
    ("change", "version"),
    [
        pytest.param(make_older, "3", id="older"),
        pytest.param(lambda d: d.update(version="5"), "5", id="newer"),
    ],
)
def test_another_version_is_named_with_what_to_do(
    folder: Path, change: Callable[[dict[str, Any]], object], version: str
) -> None:
    describe(folder, change)
    with pytest.raises(ModelDamaged) as caught:
        Artifact.load(folder)
    assert f"holds version '{version}' of the model; this server needs version '4'" in (
        caught.value.message
    )
    assert "Restore model/artifact" in caught.value.hint


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "sub/model.onnx", "extra.bin"])
def test_a_description_cannot_name_other_files(folder: Path, name: str) -> None:
    (folder.parent / "secret").write_bytes(b"")
    describe(folder, lambda d: d["files"].update({name: d["files"].pop("model.onnx")}))
    with pytest.raises(ModelDamaged, match=r"model\.json"):
        Artifact.load(folder)
