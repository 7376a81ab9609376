"""Write tests/fixtures/tiny-model: a real network of a few kilobytes, for every test but parity.

Run as `python tests/make_tiny_model.py`.

Its numbers depend on every input, so a wrong one shows.
"""

import hashlib
import json
import string
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

FOLDER = Path(__file__).parent / "fixtures" / "tiny-model"
CREATED = "2026-11-22"
HIDDEN = 8
# Small enough that an article of ten sentences needs several windows.
MAX_TOKENS = 128
OPSET = 18
# A version that every onnxruntime with OPSET reads; onnx would write its own newest.
IR_VERSION = 9
SEED = 2026

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
# The words that would otherwise fill a window letter by letter.
WORDS = """
    a about after all also an and are as at be been before but by can could did do for from had has
    have he her his in into is it its more new no not of on one or other out over said say says she
    so than that the their them then there they this to two under up was we were what when which who
    will with would year years city council bridge river people mayor plan money water school work
"""


def build_tokenizer() -> Tokenizer:
    """Return word pieces that can spell any word of ASCII, lower-cased as BERT does."""
    letters = string.ascii_lowercase + string.digits
    pieces = (*SPECIAL, *letters, *string.punctuation, *(f"##{letter}" for letter in letters))
    distinct = dict.fromkeys((*pieces, *WORDS.split()))
    vocabulary = {piece: number for number, piece in enumerate(distinct)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer


def build_network(vocabulary: int) -> onnx.ModelProto:
    """Return a network of two heads over states = tanh(words @ own + mean word @ shared).

    Salience looks at the pooled states and the rank, keep at each state.
    """
    random = np.random.default_rng(SEED)

    def weight(name: str, *shape: int) -> TensorProto:
        values: NDArray[np.float32] = random.normal(size=shape).astype(np.float32)
        return numpy_helper.from_array(values, name)

    axes = ["batch", "tokens"]
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["embeddings", "input_ids"], ["words"]),
            helper.make_node("ReduceMean", ["words", "middle"], ["mean"]),
            helper.make_node("MatMul", ["words", "own"], ["inner"]),
            helper.make_node("MatMul", ["mean", "shared"], ["outer"]),
            helper.make_node("Add", ["inner", "outer"], ["both"]),
            helper.make_node("Tanh", ["both"], ["states"]),
            helper.make_node("MatMul", ["states", "keeping"], ["keep_column"]),
            helper.make_node("Squeeze", ["keep_column", "last"], ["keep_logits"]),
            helper.make_node("Sigmoid", ["keep_logits"], ["keep"]),
            helper.make_node("MatMul", ["pool", "states"], ["sentences"]),
            helper.make_node("MatMul", ["sentences", "weighing"], ["weight_column"]),
            helper.make_node("Squeeze", ["weight_column", "last"], ["weights_alone"]),
            helper.make_node("Cast", ["ranks"], ["places"], to=TensorProto.FLOAT),
            helper.make_node("Sub", ["weights_alone", "places"], ["salience_logits"]),
            helper.make_node("Sigmoid", ["salience_logits"], ["salience"]),
        ],
        "tiny",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, axes),
            helper.make_tensor_value_info("pool", TensorProto.FLOAT, ["batch", "pieces", "tokens"]),
            helper.make_tensor_value_info("ranks", TensorProto.INT64, ["batch", "pieces"]),
        ],
        [
            helper.make_tensor_value_info("salience", TensorProto.FLOAT, ["batch", "pieces"]),
            helper.make_tensor_value_info("keep", TensorProto.FLOAT, axes),
        ],
        [
            weight("embeddings", vocabulary, HIDDEN),
            weight("own", HIDDEN, HIDDEN),
            weight("shared", HIDDEN, HIDDEN),
            weight("keeping", HIDDEN, 1),
            weight("weighing", HIDDEN, 1),
            numpy_helper.from_array(np.array([2]), "last"),
            numpy_helper.from_array(np.array([1]), "middle"),
        ],
    )
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
    onnx.checker.check_model(model, full_check=True)
    return model


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    tokenizer = build_tokenizer()
    tokenizer.save(str(FOLDER / "tokenizer.json"))
    network = build_network(tokenizer.get_vocab_size())
    onnx.save(network, FOLDER / "model.onnx")
    files = {name: (FOLDER / name).read_bytes() for name in ("model.onnx", "tokenizer.json")}
    description = {
        "name": "tiny",
        "version": "1",
        "created": CREATED,
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        },
        "limits": {"tokens": MAX_TOKENS, "hidden": HIDDEN},
        "quantisation": "none",
        "origin": {"package": "tests/make_tiny_model.py", "licence": "as the repository"},
    }
    (FOLDER / "model.json").write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
