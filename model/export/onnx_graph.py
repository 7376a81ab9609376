"""Write the trained network as an fp32 ONNX file.

Run as `python -m model.export.onnx_graph [--run DIR] [--out FILE]`; `--untrained` writes the
published encoder instead, which evaluation compares with.
"""

from pathlib import Path

import torch
from onnx_ir.passes.common import ClearMetadataAndDocStringPass
from torch import Tensor, nn

from model.command_line import BUILD, make_parser
from model.export.onnx_ops import fuse
from model.training.network import NETWORK, POSITIONS, MiniLM, Network, Reader, load_network

# The first opset with a node for all of attention: a fifth faster than its parts (model/LOG.md).
OPSET = 23
# Any sizes of at least 2 will do for tracing; the exporter takes 1 for a constant.
BATCH, TOKENS, SENTENCES = 2, 16, 3
MAX_BATCH = 64

BATCHES = torch.export.Dim("batch", min=1, max=MAX_BATCH)
LENGTHS = torch.export.Dim("tokens", min=2, max=POSITIONS)
COUNTS = torch.export.Dim("sentences", min=1, max=POSITIONS)


def export_reader(network: Network, path: Path) -> None:
    """Write the network as the server runs it.

    Inputs input_ids (B, T), pool (B, S, T), ranks (B, S); outputs salience (B, S) and keep (B, T),
    probabilities.
    """
    ids = torch.ones(BATCH, TOKENS, dtype=torch.int64)
    pool = torch.full((BATCH, SENTENCES, TOKENS), 1 / TOKENS)
    ranks = torch.zeros(BATCH, SENTENCES, dtype=torch.int64)
    inputs = {
        "input_ids": (ids, {0: BATCHES, 1: LENGTHS}),
        "pool": (pool, {0: BATCHES, 1: COUNTS, 2: LENGTHS}),
        "ranks": (ranks, {0: BATCHES, 1: COUNTS}),
    }
    _export(Reader(fuse(network)), inputs, ["salience", "keep"], path)


def export_encoder(encoder: MiniLM, path: Path) -> None:
    """Write the encoder alone: inputs input_ids, attention_mask (B, T), output states (B, T, D)."""
    ids = torch.ones(BATCH, TOKENS, dtype=torch.int64)
    axes = {0: BATCHES, 1: LENGTHS}
    inputs = {"ids": (ids, axes), "mask": (torch.ones_like(ids), axes)}
    _export(encoder, inputs, ["states"], path, ["input_ids", "attention_mask"])


def _export(
    module: nn.Module,
    inputs: dict[str, tuple[Tensor, dict[int, torch.export.Dim]]],
    outputs: list[str],
    path: Path,
    names: list[str] | None = None,
) -> None:
    program = torch.onnx.export(
        module.eval(),
        tuple(tensor for tensor, _ in inputs.values()),
        dynamo=True,
        opset_version=OPSET,
        input_names=names or list(inputs),
        output_names=outputs,
        dynamic_shapes={name: axes for name, (_, axes) in inputs.items()},
        verbose=False,
    )
    if program is None:
        raise RuntimeError("torch exported nothing and raised nothing")
    # Each node carries the Python stack that made it, and so the paths of this machine.
    ClearMetadataAndDocStringPass()(program.model)
    path.parent.mkdir(parents=True, exist_ok=True)
    program.save(path)


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.export.onnx_graph", __doc__, "--run", "--weights")
    parser.add_argument("--untrained", action="store_true", help="the published encoder alone")
    parser.add_argument("--out", type=Path, metavar="FILE", help="fp32.onnx or untrained.onnx")
    options = parser.parse_args()
    out: Path = options.out or BUILD / ("untrained.onnx" if options.untrained else "fp32.onnx")
    if options.untrained:
        export_encoder(MiniLM.load(options.weights / "model.safetensors"), out)
    else:
        export_reader(load_network(options.run / NETWORK), out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB, opset {OPSET}")


if __name__ == "__main__":
    main()
