"""Torch, fp32 ONNX and int8 ONNX give the same numbers, as far as eight bits can."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from tests.support.extras import require

torch = require("torch")
onnx = require("onnx")
require("safetensors")

from safetensors.torch import save_file  # noqa: E402

from model.evaluation.paragraph_scores import read_scores  # noqa: E402
from model.evaluation.parity import (  # noqa: E402
    MAX_EXPORT_DIFFERENCE,
    MAX_MEAN_ROUNDING_DIFFERENCE,
    MAX_ROUNDING_DIFFERENCE,
    wrap_network,
)
from model.export.onnx_graph import export_encoder, export_reader  # noqa: E402
from model.export.quantization import BLOCK, GREATEST, quantize_network, round_blocks  # noqa: E402
from model.training.network import HIDDEN, KEEP_KINDS, MiniLM, Network, Reader, load_network  # noqa: E402
from server.artifact import Artifact  # noqa: E402
from server.encoder import Encoder  # noqa: E402

ROOT = Path(__file__).parents[3]
SHIPPED = Artifact.load(ROOT / "model" / "artifact")

# The exporter warns about its internals, and about axes that it names itself.
pytestmark = [
    pytest.mark.training,
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning"),
]


@pytest.fixture(scope="module")
def network() -> Network:
    """Two random layers: one feeds the other, and six would take three times as long to export."""
    torch.manual_seed(2026)
    network = Network(MiniLM(layers=2))
    network.eval()
    torch.nn.init.normal_(network.ranks.weight)
    return network


@pytest.fixture(scope="module")
def exported(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "fp32.onnx"
    export_reader(network, path)
    return path


@pytest.fixture(scope="module")
def quantized(exported: Path) -> Path:
    path = exported.with_name("int8.onnx")
    quantize_network(exported, path)
    return path


def make_feed(windows: int, tokens: int, sentences: int) -> dict[str, NDArray[np.generic]]:
    """Return random tokens in random sentences."""
    draw = np.random.default_rng(2026)
    pool = draw.random((windows, sentences, tokens))
    return {
        "input_ids": draw.integers(0, 30000, (windows, tokens)),
        "pool": (pool / pool.sum(axis=2, keepdims=True)).astype(np.float32),
        "ranks": draw.integers(0, 100, (windows, sentences)),
    }


def run_torch(network: Network, feed: dict[str, NDArray[np.generic]]) -> list[NDArray[np.float32]]:
    with torch.inference_mode():
        outputs = Reader(network)(**{name: torch.from_numpy(a) for name, a in feed.items()})
    return [output.numpy() for output in outputs]


@pytest.mark.parametrize(
    "shape", [(1, 2, 1), (1, 512, 60), (3, 40, 4)], ids=["two tokens", "full", "batch"]
)
def test_the_exported_file_gives_what_torch_gives(
    network: Network, exported: Path, shape: tuple[int, int, int]
) -> None:
    feed = make_feed(*shape)
    found = ort.InferenceSession(exported).run(["salience", "keep"], feed)
    windows, tokens, sentences = shape
    assert [array.shape for array in found] == [(windows, sentences), (windows, tokens)]
    for expected, array in zip(run_torch(network, feed), found, strict=True):
        assert np.abs(array - expected).max() <= MAX_EXPORT_DIFFERENCE


def test_rounded_weights_read_nearly_alike(exported: Path, quantized: Path) -> None:
    feed = make_feed(2, 300, 20)
    one, other = (
        np.concatenate([a.ravel() for a in ort.InferenceSession(path).run(None, feed)])
        for path in (exported, quantized)
    )
    difference = np.abs(one - other)
    assert 0 < difference.max() <= MAX_ROUNDING_DIFFERENCE
    assert difference.mean() <= MAX_MEAN_ROUNDING_DIFFERENCE


def test_padding_changes_nothing_before_it(network: Network) -> None:
    feed = {name: torch.from_numpy(array) for name, array in make_feed(1, 12, 2).items()}
    ids, pool, ranks = feed["input_ids"], feed["pool"], feed["ranks"]
    mask = torch.ones_like(ids)
    mask[:, 8:] = 0
    pool[:, :, 8:] = 0
    with torch.inference_mode():
        padded = network(ids, mask, pool, ranks)
        plain = network(ids[:, :8], mask[:, :8], pool[..., :8], ranks)
    assert torch.allclose(padded[0], plain[0], atol=1e-5)
    assert torch.allclose(padded[1][:, :8], plain[1], atol=1e-5)


def test_the_encoder_alone_can_be_exported(network: Network, tmp_path: Path) -> None:
    export_encoder(network.encoder, tmp_path / "encoder.onnx")
    ids = make_feed(2, 20, 1)["input_ids"]
    mask = np.ones_like(ids)
    mask[1:, 10:] = 0
    words = {"input_ids": ids, "attention_mask": mask}
    (states,) = ort.InferenceSession(tmp_path / "encoder.onnx").run(["states"], words)
    with torch.inference_mode():
        expected = network.encoder(*(torch.from_numpy(array) for array in words.values()))
    assert states.shape == (2, 20, HIDDEN)
    assert np.abs(states - expected.numpy()).max() <= MAX_EXPORT_DIFFERENCE


def test_an_export_has_no_path_of_the_machine_that_made_it(exported: Path) -> None:
    assert str(ROOT).encode() not in exported.read_bytes()


def test_rounding_is_within_half_a_step_of_each_block() -> None:
    values = np.random.default_rng(2026).normal(size=(2, BLOCK, 5)).astype(np.float32)
    rounded, scales = round_blocks(values, axis=1)
    assert scales.shape == (2, 1, 5)
    assert np.abs(rounded).max() == GREATEST
    assert (np.abs(rounded * scales - values) <= scales * 0.5001).all()


def test_a_block_of_zeros_stays_zero() -> None:
    rounded, scales = round_blocks(np.zeros((1, BLOCK, 1), dtype=np.float32), axis=1)
    assert not rounded.any()
    assert np.isfinite(scales).all()


def test_every_matrix_of_the_shipped_network_is_bytes() -> None:
    graph = onnx.load(SHIPPED.network).graph
    large = [t for t in graph.initializer if np.prod(t.dims) > BLOCK * HIDDEN]
    rounded = [t for t in large if t.data_type == onnx.TensorProto.INT8]
    # Six matrices in each of six layers, one of the salience head, and the word embeddings.
    assert len(rounded) == 38
    assert {t.data_type for t in large if t not in rounded} == {onnx.TensorProto.FLOAT}
    assert sum(np.prod(t.dims) for t in large if t not in rounded) < 1_000_000


def test_the_shipped_network_reads_the_same_each_time() -> None:
    one, other = (read_scores(Encoder.load(SHIPPED.network).read, SHIPPED) for _ in range(2))
    assert np.array_equal(one, other)
    assert ((one > 0) & (one < 1)).all()


def test_a_saved_network_is_the_same_when_it_is_loaded(tmp_path: Path) -> None:
    network = Network(MiniLM()).eval()
    save_file(network.state_dict(), tmp_path / "network.safetensors")
    loaded = load_network(tmp_path / "network.safetensors")
    feed = make_feed(1, 30, 3)
    for one, other in zip(run_torch(network, feed), run_torch(loaded, feed), strict=True):
        assert np.array_equal(one, other)


def test_torch_reads_windows_as_the_server_does(network: Network, exported: Path) -> None:
    torch_scores = read_scores(wrap_network(network), SHIPPED)
    session_scores = read_scores(Encoder.load(exported).read, SHIPPED)
    assert np.abs(torch_scores - session_scores).max() <= MAX_EXPORT_DIFFERENCE


def test_each_kind_of_keeping_has_its_own_number(network: Network) -> None:
    feed = {name: torch.from_numpy(array) for name, array in make_feed(1, 8, 1).items()}
    ids = feed["input_ids"]
    _, keep = network(ids, torch.ones_like(ids), feed["pool"], feed["ranks"])
    assert keep.shape == (1, 8, KEEP_KINDS)
