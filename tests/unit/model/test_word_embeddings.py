"""Word embeddings fit in 4 bits, and are rounded only once."""

import pytest

from tests.support.extras import require

torch = require("torch")
require("safetensors")

from torch import Tensor  # noqa: E402

from model.training.network import HIDDEN, MiniLM  # noqa: E402
from model.training.word_embeddings import (  # noqa: E402
    BLOCK,
    GREATEST,
    LEAST,
    join_blocks,
    round_words,
    split_blocks,
)


@pytest.fixture
def table() -> Tensor:
    torch.manual_seed(2026)
    return torch.randn(500, HIDDEN) * torch.rand(500, 1)


def test_codes_have_four_bits_and_blocks_a_scale(table: Tensor) -> None:
    codes, scales = split_blocks(table)
    assert codes.shape == table.shape
    assert codes.dtype == torch.int8
    assert scales.shape == (500, HIDDEN // BLOCK)
    assert LEAST <= codes.min() < 0 < codes.max() <= GREATEST


def test_a_value_moves_by_half_a_step_of_its_block_at_most(table: Tensor) -> None:
    codes, scales = split_blocks(table)
    change = (join_blocks(codes, scales) - table).abs().unflatten(1, (-1, BLOCK))
    assert (change <= 0.5001 * scales[..., None]).all()
    assert change.any()


def test_what_was_rounded_comes_back_to_the_last_bit(table: Tensor) -> None:
    rounded = join_blocks(*split_blocks(table))
    assert torch.equal(join_blocks(*split_blocks(rounded)), rounded)


def test_a_block_of_zeros_stays_zero_beside_others(table: Tensor) -> None:
    table[:, :BLOCK] = 0
    rounded = join_blocks(*split_blocks(table))
    assert not rounded[:, :BLOCK].any()
    assert rounded[:, BLOCK:].any(dim=1).all()


def test_words_are_rounded_in_place_and_nothing_else_is() -> None:
    encoder = MiniLM(layers=0)
    before = {name: tensor.clone() for name, tensor in encoder.state_dict().items()}
    round_words(encoder)
    after = encoder.state_dict()
    changed = [name for name in before if not torch.equal(before[name], after[name])]
    assert changed == ["words.weight"]
    once = after["words.weight"].clone()
    round_words(encoder)
    assert torch.equal(encoder.words.weight, once)
    assert not encoder.words.weight.requires_grad
