"""The trained network in the nodes that ONNX Runtime runs fastest on a CPU; the same numbers.

Exporting only: torch itself cannot run the node for attention. What each change is worth stands in
docs/performance.md.
Shapes: B windows, T tokens, D hidden values.
"""

from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from model.training.network import HEADS, Layer, Network

# Keeps a row of one value from being divided by zero, and changes no other.
LEAST = 1e-6


class PartedNorm(nn.Module):
    """Layer normalisation by its parts: onnxruntime's node for the whole adds up one by one."""

    def __init__(self, norm: nn.LayerNorm) -> None:
        super().__init__()
        # The root of the mean square is the length of the row, but for the root of its size.
        self.weight = nn.Parameter(norm.weight.detach() * norm.weight.numel() ** 0.5)
        self.bias = norm.bias

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, T, D) to (B, T, D)."""
        centred = x - x.mean(-1, keepdim=True)
        length = torch.linalg.vector_norm(centred, dim=-1, keepdim=True)
        normed: Tensor = centred * (self.weight / length.clamp(min=LEAST)) + self.bias
        return normed


class FusedLayer(nn.Module):
    """A Layer without padding: attention is one node that takes tokens as the products leave them.

    onnxruntime then works by blocks that fit the cache (Dao et al. 2022, arXiv:2205.14135), which
    it does for no attention with a mask.
    """

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer = layer
        inputs = (layer.query, layer.key, layer.value)
        self.bias = nn.Parameter(torch.cat([linear.bias.detach() for linear in inputs]))
        self.mix_norm, self.narrow_norm = PartedNorm(layer.mix_norm), PartedNorm(layer.narrow_norm)

    def forward(self, x: Tensor, _mask: Tensor) -> Tensor:
        """Map (B, T, D) to (B, T, D); no token is hidden from another."""
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
        x = self.mix_norm(x + layer.mix(heads))
        fused: Tensor = self.narrow_norm(x + layer.narrow(gelu(layer.widen(x))))
        return fused


def fuse(network: Network) -> Network:
    """Return the same network in nodes to export; it reads windows without padding."""
    fused = deepcopy(network)
    fused.encoder.norm = PartedNorm(fused.encoder.norm)
    fused.encoder.layers = nn.ModuleList(FusedLayer(layer) for layer in fused.encoder.layers)
    return fused
