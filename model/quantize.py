"""Turn the fp32 network into int8: a quarter of the size, and faster on every CPU.

Run as `python -m model.quantize --network model/build/fp32.onnx --out model/build/int8.onnx`.
"""

import argparse
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from onnxruntime.quantization import QuantType, quantize_dynamic

RECIPE = "dynamic int8: 7-bit weights per channel, 8-bit word embeddings, 8-bit activations"


def quantize_network(source: Path, target: Path) -> None:
    """Quantise the matrices and the word embeddings of an ONNX file.

    Activations become unsigned bytes at run time, so nothing has to be calibrated. Each column of
    a weight matrix has a scale of its own, since columns differ in size.
    """
    with TemporaryDirectory() as folder:
        matrices = Path(folder) / "matrices.onnx"
        # CPUs without VNNI multiply bytes with VPMADDUBSW, which adds two products in 16 bits and
        # saturates: 2 * 255 * 127 is more than 32767. With weights of 7 bits, 2 * 255 * 64 is not,
        # and the same file is then right on both kinds of CPU.
        _quantize(source, matrices, "MatMul", reduce_range=True)
        # Embeddings are looked up, not multiplied: they can keep their eighth bit.
        _quantize(matrices, target, "Gather", reduce_range=False)


def _quantize(source: Path, target: Path, operator: str, reduce_range: bool) -> None:
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=[operator],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=reduce_range,
        # Attention multiplies activations with each other; those products stay fp32.
        extra_options={"MatMulConstBOnly": True},
    )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.quantize", description=__doc__)
    parser.add_argument("--network", type=Path, default=Path("model/build/fp32.onnx"))
    parser.add_argument("--out", type=Path, default=Path("model/build/int8.onnx"))
    options = parser.parse_args()
    # It advises a preparation that the exporter has already done.
    logging.getLogger().setLevel(logging.ERROR)
    quantize_network(options.network, options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB, {RECIPE}")


if __name__ == "__main__":
    main()
