"""Torch, fp32 ONNX and int8 ONNX give the same numbers, as far as eight bits can."""

import os
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from tests.model.support import HINT, require

torch = require("torch")
onnx = require("onnx")
require("safetensors")

from model.export import export_network  # noqa: E402
from model.network import HIDDEN, Network  # noqa: E402
from model.pack import pack_artifact  # noqa: E402
from model.parity import (  # noqa: E402
    MAX_EXPORT_DIFFERENCE,
    MIN_COSINE,
    MIN_MEAN_COSINE,
    average_windows,
    wrap_network,
)
from model.quantize import quantize_network  # noqa: E402
from model.reading import pack_windows, read_windows  # noqa: E402
from model.weights import fetch_weights  # noqa: E402
from server.artifact import Artifact  # noqa: E402
from server.digest.tokens import Tokens  # noqa: E402
from server.encoder import Encoder  # noqa: E402

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "model" / "artifact"
WEIGHTS = ROOT / "model" / "build" / "weights"

# The exporter warns of its own internals and of axes that it names by itself.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning")


@pytest.fixture(scope="module")
def weights() -> Path:
    """The published weights: fetched in CI, where no test is skipped."""
    if not WEIGHTS.is_dir() and not os.environ.get("CI"):
        pytest.skip(f"{WEIGHTS} is not there: make model fetches it; {HINT}")
    fetch_weights(WEIGHTS)
    return WEIGHTS


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(2026)
    return Network().eval()


@pytest.fixture(scope="module")
def exported(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "fp32.onnx"
    export_network(network, path)
    return path


@pytest.mark.parametrize("shape", [(1, 2), (1, 512), (3, 40)], ids=["two tokens", "full", "batch"])
def test_the_exported_file_gives_what_torch_gives(
    network: Network, exported: Path, shape: tuple[int, int]
) -> None:
    ids = torch.randint(0, 30000, shape)
    mask = torch.ones_like(ids)
    mask[1:, shape[1] // 2 :] = 0  # Padding, in every row but the first.
    with torch.inference_mode():
        expected = network(ids, mask).numpy()
    session = ort.InferenceSession(exported)
    feed = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
    (states,) = session.run(["states"], feed)
    assert states.shape == (*shape, HIDDEN)
    assert np.abs(states - expected).max() <= MAX_EXPORT_DIFFERENCE


def test_padding_changes_nothing_before_it(network: Network) -> None:
    ids = torch.randint(0, 30000, (1, 12))
    mask = torch.tensor([[1] * 8 + [0] * 4])
    with torch.inference_mode():
        padded = network(ids, mask)[:, :8]
        plain = network(ids[:, :8], mask[:, :8])
    assert torch.allclose(padded, plain, atol=1e-5)


def list_int8_matrices(path: Path) -> list[np.ndarray[tuple[int, ...], np.dtype[np.int8]]]:
    """Return the constant right sides of all integer products."""
    graph = onnx.load(path).graph
    constants = {item.name: item for item in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMulInteger"]
    return [onnx.numpy_helper.to_array(constants[node.input[1]]) for node in products]


def test_shipped_weights_fit_seven_bits_for_cpus_without_vnni() -> None:
    matrices = list_int8_matrices(SHIPPED / "model.onnx")
    assert len(matrices) == 36  # Six a layer, six layers: no matrix was left behind.
    assert all(matrix.dtype == np.int8 for matrix in matrices)
    assert max(np.abs(matrix.astype(int)).max() for matrix in matrices) <= 64


def test_shipped_int8_reads_like_the_published_weights(weights: Path) -> None:
    artifact = Artifact.load(SHIPPED)
    windows = pack_windows(Tokens.load(artifact.tokenizer), artifact.max_tokens)
    expected, shipped = (
        average_windows(read_windows(encode, windows), windows)
        for encode in (
            wrap_network(Network.load(weights / "model.safetensors")),
            Encoder.load(artifact.network).encode,
        )
    )
    cosines = (expected * shipped).sum(axis=1)
    assert cosines.min() >= MIN_COSINE
    assert cosines.mean() >= MIN_MEAN_COSINE


def test_the_recipe_makes_the_shipped_files_again(weights: Path, tmp_path: Path) -> None:
    export_network(Network.load(weights / "model.safetensors"), tmp_path / "fp32.onnx")
    quantize_network(tmp_path / "fp32.onnx", tmp_path / "int8.onnx")
    pack_artifact(tmp_path / "int8.onnx", weights, tmp_path / "artifact", "2026-11-22")
    for name in ("tokenizer.json", "model.json", "model.onnx"):
        assert (tmp_path / "artifact" / name).read_bytes() == (SHIPPED / name).read_bytes(), name
