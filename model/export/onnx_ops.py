"""Replace parts of the network with the ONNX nodes that ONNX Runtime runs fastest on a CPU.

The results are the same. This is for export only: torch cannot run the attention node.
docs/performance.md says what each change gains. Shapes: B windows, T tokens, D hidden values.
"""

from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from model.training.network import HEADS, Layer, Network

# Keeps a row of equal values from being divided by zero, and changes no other row.
LEAST = 1e-6


class DecomposedNorm(nn.Module):
    """Layer normalisation from simpler nodes: ONNX Runtime's own adds values one by one."""

    def __init__(self, norm: nn.LayerNorm) -> None:
        super().__init__()
        # The standard deviation of a centred row is its length over the root of its size.
        self.weight = nn.Parameter(norm.weight.detach() * norm.weight.numel() ** 0.5)
        self.bias = norm.bias

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, T, D) to (B, T, D)."""
        centred = x - x.mean(-1, keepdim=True)
        length = torch.linalg.vector_norm(centred, dim=-1, keepdim=True)
        normed: Tensor = centred * (self.weight / length.clamp(min=LEAST)) + self.bias
        return normed


class FusedLayer(nn.Module):
    """A Layer without padding, whose attention is one node over the unsplit projections.

    Without a mask, ONNX Runtime computes attention in blocks that fit the cache (Dao et al. 2022,
    arXiv:2205.14135).
    """

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer = layer
        inputs = (layer.query, layer.key, layer.value)
        self.bias = nn.Parameter(torch.cat([linear.bias.detach() for linear in inputs]))
        self.attn_norm, self.ffn_norm = (
            DecomposedNorm(layer.attn_norm),
            DecomposedNorm(layer.ffn_norm),
        )

    def forward(self, x: Tensor, _mask: Tensor) -> Tensor:
        """Map (B, T, D) to (B, T, D); every token sees every other."""
        layer = self.layer
        q, k, v = (x @ linear.weight.T for linear in (layer.query, layer.key, layer.value))
        heads = torch.onnx.ops.symbolic(
            "com.microsoft::MultiHeadAttention",
            (q, k, v, self.bias),
            {"num_heads": HEADS},
            dtype=x.dtype,
            shape=x.shape,
            version=1,
        )
        x = self.attn_norm(x + layer.attn_out(heads))
        fused: Tensor = self.ffn_norm(x + layer.ffn_out(gelu(layer.ffn_in(x))))
        return fused


def fuse(network: Network) -> Network:
    """Return a copy of the network to export, for windows without padding."""
    fused = deepcopy(network)
    fused.encoder.norm = DecomposedNorm(fused.encoder.norm)
    fused.encoder.layers = nn.ModuleList(FusedLayer(layer) for layer in fused.encoder.layers)
    fused.document.layers = nn.ModuleList(FusedLayer(layer) for layer in fused.document.layers)
    return fused
