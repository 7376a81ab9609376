"""Store the network's weights as bytes: a quarter of the size, and the same choices.

Run as `python -m model.export.quantization --network model/build/fp32.onnx --out
model/build/int8.onnx`.

Only weights are rounded. They become numbers of four bytes again when a session opens the file, so
that the arithmetic is fp32 on every CPU, with VNNI or without. Activations rounded to bytes are
faster and cost too much: model/LOG.md, 2026-11-22.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

RECIPE = "int8 weights, symmetric; a scale for 64 values of a column, or for an embedding"

# Symmetric, so that zero stays zero.
GREATEST = 127
# So many values of a column share a scale. A scale for the whole column leaves
# a third of the rounding more, and smaller blocks win little (model/LOG.md, 2026-11-22).
BLOCK = 64
# Tables and matrices smaller than this are not worth their rounding.
FEWEST_VALUES = 10_000


def quantize_network(source: Path, target: Path) -> None:
    """Write `source` with the matrices and word embeddings as int8; all else stays as it is."""
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
    """Return values as bytes and the scales to multiply them with, one for each slice of `axis`."""
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
    """Replace a constant (K, N) by its bytes, (K / BLOCK, BLOCK, N); return what restores it.

    A session computes it once, when it opens the file, and keeps the result.
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
    """Replace a table (V, D) by its bytes; return what looks rows up and restores them.

    Few rows are read at a time, so the table stays in bytes in memory too.
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
    parser = argparse.ArgumentParser(
        prog="python -m model.export.quantization", description=__doc__
    )
    parser.add_argument("--network", type=Path, default=Path("model/build/fp32.onnx"))
    parser.add_argument("--out", type=Path, default=Path("model/build/int8.onnx"))
    options = parser.parse_args()
    quantize_network(options.network, options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB, {RECIPE}")


if __name__ == "__main__":
    main()
