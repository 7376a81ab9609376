"""Training rounds as ONNX Runtime does, and learns as if it did not round."""

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from tests.support.extras import require

torch = require("torch")
onnx = require("onnx")

from onnx import TensorProto, helper  # noqa: E402
from torch import Tensor, nn  # noqa: E402
from torch.nn.functional import linear  # noqa: E402

from model.training.quantized_linear import (  # noqa: E402
    ACTIVATION_STEPS,
    WEIGHT_STEPS,
    QuantizedLinear,
    round_activations,
    round_weights,
    set_rounding,
)


def draw(*shape: int, spread: float = 1.0, shift: float = 0.0) -> Tensor:
    values = np.random.default_rng(2026).normal(shift, spread, shape)
    return torch.from_numpy(values.astype(np.float32))


@pytest.fixture(scope="module")
def rounder() -> ort.InferenceSession:
    """Return ONNX Runtime's own rounding: to uint8, and back to floats."""
    codes = ["codes", "scale", "zero"]
    nodes = [
        helper.make_node("DynamicQuantizeLinear", ["values"], codes),
        helper.make_node("DequantizeLinear", codes, ["rounded"]),
    ]
    ends = [
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["rows", "columns"])]
        for name in ("values", "rounded")
    ]
    graph = helper.make_graph(nodes, "rounder", *ends)
    opset = helper.make_opsetid("", 18)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=9)
    return ort.InferenceSession(model.SerializeToString())


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(draw(40, 384), id="around zero"),
        pytest.param(draw(40, 384, spread=30, shift=7), id="wide"),
        pytest.param(draw(40, 384, spread=1e-4), id="narrow"),
        pytest.param(draw(40, 384).abs() + 3, id="above zero"),
        pytest.param(-draw(40, 384).abs() - 3, id="below zero"),
    ],
)
def test_activations_are_rounded_as_onnx_runtime_rounds_them(
    rounder: ort.InferenceSession, values: Tensor
) -> None:
    expected: NDArray[np.float32] = rounder.run(["rounded"], {"values": values.numpy()})[0]
    rounded = round_activations(values).numpy()
    # 255 steps apart, a value on the other side of a tie would differ by a step.
    assert np.abs(rounded - expected).max() <= 1e-6 * np.abs(expected).max()
    assert len(np.unique(expected)) > ACTIVATION_STEPS // 4


def test_activations_move_by_half_a_step_at_most_and_zero_stays() -> None:
    values = torch.cat([draw(999), torch.zeros(1)])
    rounded = round_activations(values)
    step = (values.max() - values.min()) / ACTIVATION_STEPS
    assert (rounded - values).abs().max() <= 0.5001 * step
    assert rounded[-1] == 0
    assert len(rounded.unique()) <= ACTIVATION_STEPS + 1


def test_weights_move_by_half_a_step_of_their_own_output_at_most() -> None:
    weight = draw(6, 200) * torch.tensor([1e-3, 0.1, 1.0, 5.0, 40.0, 0.0])[:, None]
    rounded = round_weights(weight)
    step = weight.abs().amax(1, keepdim=True) / WEIGHT_STEPS
    assert ((rounded - weight).abs() <= 0.5001 * step).all()
    assert all(len(row.unique()) <= 2 * WEIGHT_STEPS + 1 for row in rounded)
    assert (rounded != weight)[:5].any(dim=1).all()


@pytest.mark.parametrize("round_values", [round_activations, round_weights])
def test_nothing_but_zeros_stays_so(round_values: type) -> None:
    assert not round_values(torch.zeros(2, 3)).any()


@pytest.mark.parametrize("round_values", [round_activations, round_weights])
def test_gradients_pass_the_rounding_unchanged(round_values: type) -> None:
    values = draw(4, 30).requires_grad_()
    factors = draw(4, 30, shift=1)
    (round_values(values) * factors).sum().backward()
    assert torch.equal(values.grad, factors)


def test_a_layer_rounds_only_while_it_is_told_to() -> None:
    layer, values = QuantizedLinear(30, 5), draw(2, 7, 30)
    plain = linear(values, layer.weight, layer.bias)
    assert torch.equal(layer(values), plain)
    set_rounding(nn.Sequential(nn.ReLU(), layer), is_rounding=True)
    rounded = linear(round_activations(values), round_weights(layer.weight), layer.bias)
    assert torch.equal(layer(values), rounded)
    assert not torch.equal(rounded, plain)
    set_rounding(layer, is_rounding=False)
    assert torch.equal(layer(values), plain)
    assert not QuantizedLinear(1, 1).is_rounding
