"""The networks of architectures.py in ONNX Runtime, with their keys and values kept."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import Cache, EncoderDecoderCache, PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput

from tests.bench.costs.architectures import LIMITS, build, make_ids
from tests.bench.costs.systems import SUMMARY, Loaded

# Exported once: a minute each.
NETWORKS = Path("model/build/bench")


def load_onnxruntime(name: str) -> Loaded:
    """The network in ONNX Runtime, greedy: the article once, then a token at a time."""
    folder = NETWORKS / name
    if not (folder / "step.onnx").exists():
        folder.mkdir(parents=True, exist_ok=True)
        export(name, folder)
    prompt, step = (ort.InferenceSession(folder / f"{part}.onnx") for part in ("prompt", "step"))
    names = [node.name for node in step.get_inputs()]
    half = len(names) // 2

    def summarize(ids: NDArray[np.int64]) -> None:
        feed = {"ids": ids, "first": np.zeros((1, 1), dtype=np.int64)}
        values = {key: ort.OrtValue.ortvalue_from_numpy(array) for key, array in feed.items()}
        token, *kept = prompt.run_with_ort_values(None, values)
        own, article = kept[:half], kept[half:]
        for _ in range(SUMMARY - 1):
            token, *own = step.run_with_ort_values(
                None, dict(zip(names, (token, *own, *article), strict=True))
            )

    return Loaded(lambda paragraphs: partial(summarize, make_ids(name, paragraphs).numpy()))


def export(name: str, folder: Path) -> None:
    """Write prompt.onnx and step.onnx of a network."""
    network = build(name)
    # The other kinds of attention cannot be exported for articles of any length.
    network.set_attn_implementation("eager")
    ids, first = make_ids(name, ["word " * 200]), torch.zeros(1, 1, dtype=torch.int64)
    length, reach = torch.export.Dim("tokens", min=2, max=LIMITS[name]), torch.export.Dim.AUTO
    _save(_Prompt(network), (ids, first), ({1: length}, {}), folder / "prompt.onnx")
    with torch.inference_mode():
        token, *kept = _Prompt(network)(ids, first)
        own, article = kept[: len(kept) // 2], kept[len(kept) // 2 :]
        # Two tokens written, since the exporter takes 1 for a constant.
        token, *own = _Step(network)(token, own, article)
    axes: tuple[Any, ...] = ({}, [{2: reach}] * len(own), [{2: length}] * len(article))
    _save(_Step(network), (token, own, article), axes, folder / "step.onnx")


class _Prompt(nn.Module):
    """Reads the article, and returns the first token and the keys and values of each layer.

    Those of the summary so far, which grow, stand before those of the article, which do not.
    """

    def __init__(self, network: PreTrainedModel) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        states = self.network.get_encoder()(input_ids=ids).last_hidden_state
        token, cache = _write_token(self.network, first, states, None)
        return (
            token,
            *_list_keys(cache.self_attention_cache),
            *_list_keys(cache.cross_attention_cache),
        )


class _Step(nn.Module):
    """Writes the next token; returns it and the keys and values of the summary so far."""

    def __init__(self, network: PreTrainedModel) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, token: Tensor, own: list[Tensor], article: list[Tensor]
    ) -> tuple[Tensor, ...]:
        layers = zip(own[::2], own[1::2], article[::2], article[1::2], strict=True)
        # The network asks how long the article's states are, and reads them no more.
        states = article[0].new_zeros(1, article[0].shape[2], self.network.config.hidden_size)
        token, cache = _write_token(self.network, token, states, EncoderDecoderCache(list(layers)))
        return token, *_list_keys(cache.self_attention_cache)


def _write_token(
    network: PreTrainedModel, token: Tensor, states: Tensor, past: EncoderDecoderCache | None
) -> tuple[Tensor, EncoderDecoderCache]:
    out = network(
        encoder_outputs=BaseModelOutput(states),
        decoder_input_ids=token,
        past_key_values=past,
        use_cache=True,
    )
    return out.logits.argmax(-1), out.past_key_values


def _list_keys(cache: Cache) -> list[Tensor]:
    return [tensor for layer in cache.layers for tensor in (layer.keys, layer.values)]


def _save(module: nn.Module, inputs: tuple[Any, ...], axes: tuple[Any, ...], path: Path) -> None:
    torch.onnx.export(
        module.eval(), inputs, path, dynamo=True, dynamic_shapes=axes, external_data=True,
        verbose=False,
    )  # fmt: skip
