"""Turn the large products of an fp32 network into int8, and its word embeddings into 4 bits.

Run as `python -m model.export.quantization [--fp32 DIR] [--out DIR]`.

Products are computed as the network was trained for (training/quantized_linear.py): activations are
rounded to uint8 by each tensor's own range, weights to 7 bits with a scale for each output. Word
embeddings were rounded before training (training/word_embeddings.py), so that storing them loses
nothing.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from model.command_line import BUILD, make_parser
from model.training.network import VOCABULARY
from model.training.word_embeddings import BLOCK, split_blocks
from server.artifact import DOCUMENT, ENCODER

RECIPE = (
    "products in int8: dynamic uint8 activations, 7-bit weights with a scale for each output; "
    f"word embeddings of 4 bits with a scale for {BLOCK}"
)
# The domain of the nodes that only ONNX Runtime has.
MICROSOFT = "com.microsoft"
# Smaller matrices stay fp32: rounding them would save next to nothing.
FEWEST_VALUES = 10_000


def quantize_network(source: Path, target: Path) -> None:
    """Write `source` to `target` with int8 products and 4-bit word embeddings."""
    model = onnx.load(source)
    graph = model.graph
    large = {t.name: t for t in graph.initializer if np.prod(t.dims) >= FEWEST_VALUES}
    nodes = [
        _store_words(graph, large[node.input[0]], node)
        if node.op_type == "Gather" and _is_vocabulary(large.get(node.input[0]))
        else node
        for node in graph.node
    ]
    del graph.node[:]
    graph.node.extend(nodes)
    if not any(opset.domain == MICROSOFT for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
    products = [node.name for node in nodes if node.op_type == "MatMul" and node.input[1] in large]
    target.parent.mkdir(parents=True, exist_ok=True)
    quantize_dynamic(
        model,
        target,
        op_types_to_quantize=["MatMul"],
        nodes_to_quantize=products,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


def _is_vocabulary(tensor: TensorProto | None) -> bool:
    return tensor is not None and tensor.dims[0] == VOCABULARY


def _store_words(
    graph: onnx.GraphProto, tensor: TensorProto, node: onnx.NodeProto
) -> onnx.NodeProto:
    """Replace a table (V, D) by 4-bit codes; return the node that looks up rows and restores them.

    A window needs few rows, so the table stays small in memory too.
    """
    table = torch.from_numpy(numpy_helper.to_array(tensor).copy())
    codes, scales = split_blocks(table)
    # Two codes a byte, the first in the lower half.
    first, second = (codes.flatten()[half::2].numpy().view(np.uint8) & 0xF for half in (0, 1))
    packed = (first | second << 4).tobytes()
    names = [f"{tensor.name}.codes", node.input[1], f"{tensor.name}.scales"]
    graph.initializer.remove(tensor)
    graph.initializer.append(
        helper.make_tensor(names[0], TensorProto.INT4, table.shape, packed, raw=True)
    )
    graph.initializer.append(numpy_helper.from_array(scales.numpy(), names[2]))
    return helper.make_node(
        "GatherBlockQuantized",
        names,
        list(node.output),
        domain=MICROSOFT,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.export.quantization", __doc__)
    parser.add_argument("--fp32", type=Path, default=BUILD / "fp32", metavar="DIR")
    parser.add_argument("--out", type=Path, default=BUILD / "int8", metavar="DIR")
    options = parser.parse_args()
    for name in (ENCODER, DOCUMENT):
        quantize_network(options.fp32 / name, options.out / name)
        print(f"{options.out / name}: {(options.out / name).stat().st_size / 1e6:.1f} MB, {RECIPE}")


if __name__ == "__main__":
    main()
