"""Round the word embeddings to the 4 bits in which the artefact stores them.

They are half of the network's weights. They are rounded before training, which keeps them as they
are, so that the rest of the network learns with what it will be given.
"""

import torch
from torch import Tensor

from model.training.network import MiniLM

# Signed values of 4 bits, and the number of values that share a scale.
LEAST, GREATEST = -8, 7
BLOCK = 32


def round_words(encoder: MiniLM) -> None:
    """Round the word embeddings in place; what is rounded already stays as it is."""
    with torch.no_grad():
        codes, scales = split_blocks(encoder.words.weight)
        encoder.words.weight.copy_(join_blocks(codes, scales))


def split_blocks(table: Tensor) -> tuple[Tensor, Tensor]:
    """Return (V, D) as codes from LEAST to GREATEST, and as scales of blocks, (V, D / BLOCK)."""
    blocks = table.unflatten(1, (-1, BLOCK))
    scales = (blocks.abs().amax(-1) / GREATEST).clamp(min=torch.finfo(torch.float32).tiny)
    codes = torch.round(blocks / scales[..., None]).clamp(LEAST, GREATEST)
    return codes.flatten(1).to(torch.int8), scales


def join_blocks(codes: Tensor, scales: Tensor) -> Tensor:
    """Return the table (V, D) that codes and scales stand for."""
    return (codes.unflatten(1, (-1, BLOCK)) * scales[..., None]).flatten(1)
