"""Write the encoder as an fp32 ONNX file.

Run as `python -m model.export --weights model/build/weights --out model/build/fp32.onnx`.
"""

import argparse
from pathlib import Path

import torch
from onnx_ir.passes.common import ClearMetadataAndDocStringPass

from model.network import POSITIONS, Network

# LayerNormalization, one node instead of nine, came with 17; 18 is the first that the exporter
# writes without a conversion.
OPSET = 18
# Any batch and length will do to trace with; 2 and more, since the exporter takes 1 for a constant.
SAMPLE = (2, 16)
MAX_BATCH = 64


def export_network(network: Network, path: Path) -> None:
    """Write `network` with inputs input_ids, attention_mask (B, T) and output states (B, T, D)."""
    ids = torch.ones(SAMPLE, dtype=torch.int64)
    axes = {
        0: torch.export.Dim("batch", min=1, max=MAX_BATCH),
        1: torch.export.Dim("tokens", min=2, max=POSITIONS),
    }
    program = torch.onnx.export(
        network,
        (ids, torch.ones_like(ids)),
        dynamo=True,
        opset_version=OPSET,
        input_names=["input_ids", "attention_mask"],
        output_names=["states"],
        dynamic_shapes={"ids": axes, "mask": axes},
        verbose=False,
    )
    if program is None:
        raise RuntimeError("torch exported nothing and raised nothing")
    # Each node carries the Python stack that made it, and with it the paths of this machine.
    ClearMetadataAndDocStringPass()(program.model)
    path.parent.mkdir(parents=True, exist_ok=True)
    program.save(path)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.export", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("model/build/weights"))
    parser.add_argument("--out", type=Path, default=Path("model/build/fp32.onnx"))
    options = parser.parse_args()
    export_network(Network.load(options.weights / "model.safetensors"), options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB, opset {OPSET}")


if __name__ == "__main__":
    main()
