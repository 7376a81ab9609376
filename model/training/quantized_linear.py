"""A linear layer that can train as int8 arithmetic will run it (quantisation-aware training).

Forward, activations and weights are rounded as ONNX Runtime rounds them; backward, the rounding
counts as the identity (straight-through estimator, Bengio et al. 2013, arXiv:1308.3432).
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

# Activations: uint8, with scale and zero point from each tensor's own range.
ACTIVATION_STEPS = 255
# Weights: 7 bits, symmetric, with a scale for each output. With 8 bits, products of two pairs
# overflow 16 bits on a CPU without VNNI, and its results differ (model/LOG.md, 2026-11-22).
WEIGHT_STEPS = 64
LEAST = 1e-12


class QuantizedLinear(nn.Linear):
    """A linear layer; while `is_rounding` is set, it computes as if in int8."""

    is_rounding = False

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - nn.Linear's own name
        """Map (..., inputs) to (..., outputs)."""
        if not self.is_rounding:
            return linear(input, self.weight, self.bias)
        return linear(round_activations(input), round_weights(self.weight), self.bias)


def set_rounding(module: nn.Module, is_rounding: bool) -> None:
    """Switch rounding on or off in all layers of a module."""
    for part in module.modules():
        if isinstance(part, QuantizedLinear):
            part.is_rounding = is_rounding


def round_activations(x: Tensor) -> Tensor:
    """Return a tensor rounded to 256 values between its least and greatest, 0 among them."""
    with torch.no_grad():
        low, high = x.amin().clamp(max=0), x.amax().clamp(min=0)
        scale = (high - low) / ACTIVATION_STEPS + LEAST
        zero = torch.round(-low / scale)
        rounded = (torch.round(x / scale).add_(zero).clamp_(0, ACTIVATION_STEPS) - zero) * scale
        rounded -= x
    return x + rounded


def round_weights(weight: Tensor) -> Tensor:
    """Return (outputs, inputs) with each row rounded to 129 values around 0."""
    with torch.no_grad():
        scale = weight.abs().amax(1, keepdim=True) / WEIGHT_STEPS + LEAST
        change = torch.round(weight / scale) * scale - weight
    return weight + change
