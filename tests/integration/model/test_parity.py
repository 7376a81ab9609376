"""Torch, fp32 ONNX and int8 ONNX give the same numbers, as far as eight bits can."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from tests.support.extras import require

torch = require("torch")
onnx = require("onnx")
require("safetensors")

from model.data.treebanks import RELATIONS  # noqa: E402
from model.evaluation.paragraph_scores import (  # noqa: E402
    load_findings,
    read_paragraphs,
    save_findings,
)
from model.evaluation.parity import (  # noqa: E402
    MAX_EXPORT_DIFFERENCE,
    MAX_MEAN_ROUNDING_DIFFERENCE,
    MAX_ROUNDING_DIFFERENCE,
)
from model.evaluation.torch_encoder import TorchEncoder  # noqa: E402
from model.export.onnx_graph import (  # noqa: E402
    DocumentReader,
    WindowReader,
    export_document,
    export_encoder,
    export_untrained,
)
from model.export.quantization import quantize_network  # noqa: E402
from model.training.checkpoints import load_network, rename, save_network  # noqa: E402
from model.training.grammar_head import NEVER  # noqa: E402
from model.training.network import HIDDEN, TRAITS, VOCABULARY, MiniLM, Network  # noqa: E402
from model.training.quantized_linear import set_rounding  # noqa: E402
from model.training.word_embeddings import BLOCK, round_words  # noqa: E402
from server.artifact import DOCUMENT, ENCODER, Artifact  # noqa: E402
from server.encoder import Encoder  # noqa: E402

ROOT = Path(__file__).parents[3]
SHIPPED = Artifact.load(ROOT / "model" / "artifact")
# What a session of each graph is asked for.
WINDOW = ["sentences", "keep", "arcs"]
Feed = dict[str, NDArray[np.generic]]

# The exporter warns about its internals, and about axes that it names itself.
pytestmark = [
    pytest.mark.training,
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning"),
]


@pytest.fixture(scope="module")
def network() -> Network:
    """Two random layers: one feeds the other, and more would take longer to export."""
    torch.manual_seed(2026)
    network = Network(MiniLM(layers=2)).eval()
    round_words(network.encoder)
    torch.nn.init.normal_(network.document.ranks.weight)
    torch.nn.init.normal_(network.document.traits.weight)
    return network


@pytest.fixture(scope="module")
def exported(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "fp32"
    export_encoder(network, folder / ENCODER)
    export_document(network, folder / DOCUMENT)
    return folder


@pytest.fixture(scope="module")
def quantized(exported: Path) -> Path:
    folder = exported.with_name("int8")
    for name in (ENCODER, DOCUMENT):
        quantize_network(exported / name, folder / name)
    return folder


def make_window(windows: int, tokens: int, sentences: int) -> Feed:
    """Return random tokens in sentences of equal length."""
    draw = np.random.default_rng(2026)
    pool = np.zeros((windows, sentences, tokens), dtype=np.float32)
    size = tokens // sentences
    for place in range(sentences):
        pool[:, place, place * size : (place + 1) * size] = 1 / size
    return {"input_ids": draw.integers(0, 30000, (windows, tokens)), "pool": pool}


def make_document(articles: int, sentences: int) -> Feed:
    """Return random sentence vectors, ranks and traits."""
    draw = np.random.default_rng(2026)
    return {
        "sentences": draw.normal(size=(articles, sentences, HIDDEN)).astype(np.float32),
        "ranks": draw.integers(0, 100, (articles, sentences)),
        "traits": draw.normal(size=(articles, sentences, TRAITS)).astype(np.float32),
    }


def run_torch(reader: "torch.nn.Module", feed: Feed) -> list[NDArray[np.float32]]:
    with torch.inference_mode():
        outputs = reader(**{name: torch.from_numpy(array) for name, array in feed.items()})
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    return [output.numpy() for output in outputs]


@pytest.mark.parametrize(
    "shape", [(1, 2, 1), (1, 512, 60), (3, 40, 4)], ids=["two tokens", "full", "batch"]
)
def test_the_exported_encoder_gives_what_torch_gives(
    network: Network, exported: Path, shape: tuple[int, int, int]
) -> None:
    feed = make_window(*shape)
    found = ort.InferenceSession(exported / ENCODER).run([*WINDOW, "relations"], feed)
    *expected, relations = run_torch(WindowReader(network), feed)
    for wanted, array in zip(expected, found, strict=False):
        assert array.shape == wanted.shape
        assert np.abs(array - wanted).max() <= MAX_EXPORT_DIFFERENCE * max(1, np.abs(wanted).max())
    assert np.array_equal(found[-1], relations)
    assert 0 <= relations.min() <= relations.max() < len(RELATIONS)


@pytest.mark.parametrize("shape", [(1, 1), (1, 600), (2, 9)], ids=["one", "many", "batch"])
def test_the_exported_document_encoder_gives_what_torch_gives(
    network: Network, exported: Path, shape: tuple[int, int]
) -> None:
    feed = make_document(*shape)
    [found] = ort.InferenceSession(exported / DOCUMENT).run(["salience"], feed)
    [expected] = run_torch(DocumentReader(network), feed)
    assert found.shape == shape
    assert np.abs(found - expected).max() <= MAX_EXPORT_DIFFERENCE


def test_no_arc_leaves_its_sentence(exported: Path) -> None:
    feed = make_window(1, 40, 4)
    feed["pool"][:, 3] = 0  # The last ten tokens are context.
    [arcs] = ort.InferenceSession(exported / ENCODER).run(["arcs"], feed)
    owners = np.where(feed["pool"][0].any(axis=0), feed["pool"][0].argmax(axis=0), -1)
    is_same = (owners[:, None] == owners) & (owners >= 0)
    assert (arcs[0][~is_same] == NEVER).all()
    assert (arcs[0][is_same] > NEVER / 2).all()


def test_int8_reads_as_the_network_that_learns_to_round(network: Network, quantized: Path) -> None:
    feed = make_window(1, 300, 20)
    set_rounding(network, is_rounding=True)
    try:
        expected = run_torch(WindowReader(network), feed)[:2]
        [salience] = run_torch(DocumentReader(network), make_document(1, 20))
    finally:
        set_rounding(network, is_rounding=False)
    found = ort.InferenceSession(quantized / ENCODER).run(WINDOW[:2], feed)
    [other] = ort.InferenceSession(quantized / DOCUMENT).run(["salience"], make_document(1, 20))
    for one, array in zip([expected[1], salience], [found[1], other], strict=True):
        assert np.abs(one - array).max() <= MAX_ROUNDING_DIFFERENCE
        assert np.abs(one - array).mean() <= MAX_MEAN_ROUNDING_DIFFERENCE
    fp32 = run_torch(WindowReader(network), feed)[1]
    assert np.abs(fp32 - found[1]).max() > 0


def test_padding_changes_nothing_before_it(network: Network) -> None:
    ids = torch.from_numpy(make_window(1, 12, 2)["input_ids"])
    mask = torch.ones_like(ids, dtype=torch.bool)
    mask[:, 8:] = False
    with torch.inference_mode():
        padded, plain = network.encoder(ids, mask), network.encoder(ids[:, :8], mask[:, :8])
    assert torch.allclose(padded[:, :8], plain, atol=1e-5)


def test_the_published_encoder_alone_can_be_exported(network: Network, tmp_path: Path) -> None:
    export_untrained(network.encoder, tmp_path / "encoder.onnx")
    ids = make_window(2, 20, 1)["input_ids"]
    mask = np.ones_like(ids)
    mask[1:, 10:] = 0
    words = {"input_ids": ids, "attention_mask": mask}
    (states,) = ort.InferenceSession(tmp_path / "encoder.onnx").run(["states"], words)
    with torch.inference_mode():
        expected = network.encoder(torch.from_numpy(ids), torch.from_numpy(mask) > 0)
    assert states.shape == (2, 20, HIDDEN)
    assert np.abs(states - expected.numpy()).max() <= MAX_EXPORT_DIFFERENCE


def test_an_export_has_no_path_of_the_machine_that_made_it(exported: Path) -> None:
    for name in (ENCODER, DOCUMENT):
        assert str(ROOT).encode() not in (exported / name).read_bytes()


def test_word_embeddings_come_back_from_4_bits_as_they_were(
    network: Network, quantized: Path
) -> None:
    graph = onnx.load(quantized / ENCODER).graph
    [codes] = [t for t in graph.initializer if t.data_type == onnx.TensorProto.INT4]
    [scales] = [t for t in graph.initializer if t.name == codes.name.replace("codes", "scales")]
    packed = np.frombuffer(codes.raw_data, dtype=np.uint8)
    values = np.stack([packed & 0xF, packed >> 4], axis=1).reshape(VOCABULARY, -1, BLOCK)
    values = values.astype(np.int8) - 16 * (values > 7)
    table = values * onnx.numpy_helper.to_array(scales)[..., None]
    words = network.encoder.words.weight.detach().numpy()
    assert np.abs(table.reshape(words.shape) - words).max() <= 1e-6


@pytest.mark.parametrize("path", [SHIPPED.encoder, SHIPPED.document], ids=["encoder", "document"])
def test_every_large_product_of_the_shipped_network_is_in_int8(path: Path) -> None:
    graph = onnx.load(path).graph
    stored = {t.name: t for t in graph.initializer}
    left = [n for n in graph.node if n.op_type == "MatMul" and n.input[1] in stored]
    assert all(np.prod(stored[node.input[1]].dims) < 10_000 for node in left)
    products = [node for node in graph.node if node.op_type == "MatMulInteger"]
    # Six in each layer, and five of the parser; six in each layer, and one of salience.
    assert len(products) == (23 if path == SHIPPED.encoder else 13)


def test_the_shipped_network_reads_the_same_each_time(tmp_path: Path) -> None:
    one, other = (read_paragraphs(Encoder.load(SHIPPED), SHIPPED) for _ in range(2))
    assert np.array_equal(one.probabilities, other.probabilities)
    assert ((one.probabilities > 0) & (one.probabilities < 1)).all()
    save_findings(one, tmp_path / "findings.npz")
    kept = load_findings(tmp_path / "findings.npz")
    assert np.array_equal(kept.arcs, other.arcs)
    assert kept.points == other.points


def test_a_saved_network_is_the_same_when_it_is_loaded(network: Network, tmp_path: Path) -> None:
    save_network(network, tmp_path / "network.safetensors")
    loaded = load_network(tmp_path / "network.safetensors", tmp_path)
    assert all(map(torch.equal, network.state_dict().values(), loaded.state_dict().values()))


@pytest.mark.parametrize(
    ("lab", "ours"),
    [
        ("enc.layers.2.mix_norm.bias", "encoder.layers.2.attn_norm.bias"),
        ("enc.layers.0.widen.weight", "encoder.layers.0.ffn_in.weight"),
        ("enc.places.weight", "encoder.positions.weight"),
        ("doc.1.narrow.bias", "document.layers.1.ffn_out.bias"),
        ("doc.1.narrow_norm.bias", "document.layers.1.ffn_norm.bias"),
        ("dn.weight", "document.norm.weight"),
        ("sal.3.bias", "document.salience.3.bias"),
        ("lu.weight", "grammar.label_words.weight"),
        ("keep.weight", "keep.weight"),
    ],
)
def test_parameters_of_the_lab_get_our_names(lab: str, ours: str) -> None:
    assert rename(lab) == ours


def test_torch_reads_an_article_as_the_server_does(network: Network, exported: Path) -> None:
    artifact = replace(SHIPPED, encoder=exported / ENCODER, document=exported / DOCUMENT)
    one = read_paragraphs(TorchEncoder(network, SHIPPED.relations), artifact)
    other = read_paragraphs(Encoder.load(artifact), artifact)
    difference = np.abs(one.probabilities - other.probabilities)
    assert difference.max() <= MAX_EXPORT_DIFFERENCE
    assert np.abs(one.arcs - other.arcs).max() <= MAX_EXPORT_DIFFERENCE
