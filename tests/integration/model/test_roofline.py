"""The products that the roofline counts are those of the network."""

import pytest

from tests.support.extras import require

torch = require("torch")

from model.training.network import STUDENT_LAYERS, MiniLM  # noqa: E402
from tests.bench.costs.roofline import count_products  # noqa: E402

pytestmark = pytest.mark.training


def test_the_roofline_counts_our_network() -> None:
    matrices = [
        module.weight.numel()
        for module in MiniLM(STUDENT_LAYERS).modules()
        if isinstance(module, torch.nn.Linear)
    ]
    pairs = count_products([2]) - 2 * count_products([1])
    assert count_products([1]) - pairs // 2 == sum(matrices)
