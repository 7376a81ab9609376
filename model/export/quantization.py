"""Store the network's weights as int8: a quarter of the size, and the same choices.

Run as `python -m model.export.quantization [--network FILE] [--out FILE]`.

Only weights are rounded. A session turns them back into fp32 when it opens the file, so the
arithmetic is the same on every CPU, with or without VNNI. int8 activations are faster but change
too many choices: model/LOG.md, 2026-11-22.
"""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from model.command_line import BUILD, make_parser

RECIPE = "int8 weights, symmetric; a scale for 64 values of a column, or for an embedding"

# Symmetric around zero, so that zero stays zero.
GREATEST = 127
# The values of a column that share a scale. One scale for a whole column costs three times as much
# cosine similarity, and smaller blocks gain little (model/LOG.md, 2026-11-22).
BLOCK = 64
# Smaller tables and matrices stay fp32: rounding them would save next to nothing.
FEWEST_VALUES = 10_000


def quantize_network(source: Path, target: Path) -> None:
    """Write `source` to `target` with its large matrices and embeddings stored as int8."""
    model = onnx.load(source)
    graph = model.graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    nodes = []
    for node in graph.node:
        if node.op_type == "MatMul" and _is_large(stored.get(node.input[1])):
            nodes += _store_matrix(graph, stored[node.input[1]])
        if node.op_type == "Gather" and _is_large(stored.get(node.input[0])):
            nodes += _store_table(graph, stored[node.input[0]], node)
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def round_blocks(
    values: NDArray[np.float32], axis: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the values as int8, and the scales to multiply them with, one per slice of `axis`."""
    greatest = np.abs(values).max(axis=axis, keepdims=True)
    scales = np.where(greatest > 0, greatest / GREATEST, 1).astype(np.float32)
    return np.rint(values / scales).astype(np.int8), scales


def _is_large(tensor: TensorProto | None) -> bool:
    return (
        tensor is not None
        and tensor.data_type == TensorProto.FLOAT
        and int(np.prod(tensor.dims)) >= FEWEST_VALUES
    )


def _store_matrix(graph: onnx.GraphProto, tensor: TensorProto) -> list[onnx.NodeProto]:
    """Replace a constant (K, N) by int8, (K / BLOCK, BLOCK, N); return the nodes that restore it.

    A session runs these nodes once, when it opens the file, and keeps the result.
    """
    values = numpy_helper.to_array(tensor)
    inner, columns = values.shape
    name = tensor.name
    _replace(graph, tensor, *round_blocks(values.reshape(inner // BLOCK, BLOCK, columns), axis=1))
    graph.initializer.append(numpy_helper.from_array(np.array(values.shape), f"{name}.shape"))
    return [
        helper.make_node("Cast", [f"{name}.int8"], [f"{name}.float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.float", f"{name}.scales"], [f"{name}.blocks"]),
        helper.make_node("Reshape", [f"{name}.blocks", f"{name}.shape"], [name]),
    ]


def _store_table(
    graph: onnx.GraphProto, tensor: TensorProto, node: onnx.NodeProto
) -> list[onnx.NodeProto]:
    """Replace a table (V, D) by int8; return the nodes that look up rows and restore them.

    A window needs few rows, so the table stays int8 in memory too.
    """
    name, rows, out = tensor.name, node.input[1], node.output[0]
    _replace(graph, tensor, *round_blocks(numpy_helper.to_array(tensor), axis=1))
    return [
        helper.make_node("Gather", [f"{name}.int8", rows], [f"{out}.int8"]),
        helper.make_node("Gather", [f"{name}.scales", rows], [f"{out}.scales"]),
        helper.make_node("Cast", [f"{out}.int8"], [f"{out}.float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{out}.float", f"{out}.scales"], [out]),
    ]


def _replace(
    graph: onnx.GraphProto,
    tensor: TensorProto,
    rounded: NDArray[np.int8],
    scales: NDArray[np.float32],
) -> None:
    graph.initializer.remove(tensor)
    graph.initializer.append(numpy_helper.from_array(rounded, f"{tensor.name}.int8"))
    graph.initializer.append(numpy_helper.from_array(scales, f"{tensor.name}.scales"))


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.export.quantization", __doc__)
    parser.add_argument("--network", type=Path, default=BUILD / "fp32.onnx", metavar="FILE")
    parser.add_argument("--out", type=Path, default=BUILD / "int8.onnx", metavar="FILE")
    options = parser.parse_args()
    quantize_network(options.network, options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB, {RECIPE}")


if __name__ == "__main__":
    main()
