"""Write the trained network as two fp32 ONNX files: encoder with heads, and document encoder.

Run as `python -m model.export.onnx_graph [--run DIR] [--out DIR]`; `--untrained` writes the
published encoder instead, which evaluation compares with.
"""

from pathlib import Path

import torch
from onnx_ir.passes.common import ClearMetadataAndDocStringPass
from torch import Tensor, nn

from model.command_line import BUILD, make_parser
from model.export.onnx_ops import fuse
from model.training.checkpoints import load_network
from model.training.network import HIDDEN, POSITIONS, TRAINED, TRAITS, MiniLM, Network
from server.artifact import DOCUMENT, ENCODER

# The first opset with a node for all of attention: a fifth faster than its parts (model/LOG.md).
OPSET = 23
# Any sizes of at least 2 will do for tracing; the exporter takes 1 for a constant.
BATCH, TOKENS, SENTENCES = 2, 16, 3
MAX_BATCH = 64
MAX_SENTENCES = 4096
UNTRAINED = "untrained.onnx"

BATCHES = torch.export.Dim("batch", min=1, max=MAX_BATCH)
LENGTHS = torch.export.Dim("tokens", min=2, max=POSITIONS)
COUNTS = torch.export.Dim("sentences", min=1, max=POSITIONS)
ALL_SENTENCES = torch.export.Dim("all_sentences", min=1, max=MAX_SENTENCES)


class WindowReader(nn.Module):
    """The encoder and its heads, as the server runs them: windows without padding."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, pool: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return sentence vectors (B, S, D), keep probabilities (B, T), arcs and relations.

        Row s of `pool`, (B, S, T), averages the tokens of sentence s. The arcs, (B, T, T), are
        logits within each sentence; the relations, (B, T), are those to the likeliest heads.
        """
        network = self.network
        states = network.encoder(input_ids, torch.ones_like(input_ids, dtype=torch.bool))
        members = (pool > 0).to(states.dtype)
        is_same = torch.bmm(members.transpose(1, 2), members) > 0
        arcs = network.grammar.score_arcs(states, is_same)
        relations = network.grammar.score_relations(states, arcs.argmax(-1)).argmax(-1)
        keep = network.keep(states).squeeze(-1).sigmoid()
        return torch.bmm(pool, states), keep, arcs, relations


class DocumentReader(nn.Module):
    """The document encoder as the server runs it: one article, so no padding."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.document = network.document

    def forward(self, sentences: Tensor, ranks: Tensor, traits: Tensor) -> Tensor:
        """Return the salience of all sentences, (B, S), as probabilities."""
        mask = torch.ones_like(ranks, dtype=torch.bool)
        salience: Tensor = self.document(sentences, ranks, traits, mask).sigmoid()
        return salience


def export_encoder(network: Network, path: Path) -> None:
    """Write inputs input_ids (B, T), pool (B, S, T); outputs as WindowReader returns them."""
    ids = torch.ones(BATCH, TOKENS, dtype=torch.int64)
    pool = torch.full((BATCH, SENTENCES, TOKENS), 1 / TOKENS)
    inputs = {
        "input_ids": (ids, {0: BATCHES, 1: LENGTHS}),
        "pool": (pool, {0: BATCHES, 1: COUNTS, 2: LENGTHS}),
    }
    outputs = ["sentences", "keep", "arcs", "relations"]
    _export(WindowReader(fuse(network)), inputs, outputs, path)


def export_document(network: Network, path: Path) -> None:
    """Write inputs sentences (B, S, D), ranks (B, S), traits (B, S, 2); output salience (B, S)."""
    axes = {0: BATCHES, 1: ALL_SENTENCES}
    inputs = {
        "sentences": (torch.ones(BATCH, SENTENCES, HIDDEN), axes),
        "ranks": (torch.zeros(BATCH, SENTENCES, dtype=torch.int64), axes),
        "traits": (torch.zeros(BATCH, SENTENCES, TRAITS), axes),
    }
    _export(DocumentReader(fuse(network)), inputs, ["salience"], path)


def export_untrained(encoder: MiniLM, path: Path) -> None:
    """Write inputs input_ids, attention_mask (B, T); output states (B, T, D)."""
    ids = torch.ones(BATCH, TOKENS, dtype=torch.int64)
    axes = {0: BATCHES, 1: LENGTHS}
    inputs = {"input_ids": (ids, axes), "attention_mask": (torch.ones_like(ids), axes)}
    _export(_MaskedEncoder(encoder), inputs, ["states"], path)


class _MaskedEncoder(nn.Module):
    """The encoder with a mask of 0 and 1, as published."""

    def __init__(self, encoder: MiniLM) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states: Tensor = self.encoder(input_ids, attention_mask > 0)
        return states


def _export(
    module: nn.Module,
    inputs: dict[str, tuple[Tensor, dict[int, torch.export.Dim]]],
    outputs: list[str],
    path: Path,
) -> None:
    program = torch.onnx.export(
        module.eval(),
        tuple(tensor for tensor, _ in inputs.values()),
        dynamo=True,
        opset_version=OPSET,
        input_names=list(inputs),
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
    parser.add_argument("--out", type=Path, metavar="DIR", help="fp32 or untrained")
    options = parser.parse_args()
    out: Path = options.out or BUILD / ("untrained" if options.untrained else "fp32")
    if options.untrained:
        encoder = MiniLM.load(options.weights / "model.safetensors")
        export_untrained(encoder, out / UNTRAINED)
    else:
        network = load_network(options.run / TRAINED, options.weights)
        export_encoder(network, out / ENCODER)
        export_document(network, out / DOCUMENT)
    for path in sorted(out.glob("*.onnx")):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, opset {OPSET}")


if __name__ == "__main__":
    main()
