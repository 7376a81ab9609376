"""DistilBART-6-6 and T5-small with random weights: what a summary costs, not what it says.

Their speed does not depend on what the weights are, as long as each summary has the same number of
tokens. Loaded only in the environment of `make bench`.
"""

from functools import partial

import numpy as np
import torch
from torch import Tensor
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    PreTrainedModel,
    T5Config,
    T5ForConditionalGeneration,
)

from tests.bench.costs.systems import SUMMARY, Loaded

# The published shapes: sshleifer/distilbart-cnn-6-6 and google-t5/t5-small. Both cut what is longer
# than LIMITS, in tokens.
DISTILBART = {
    "vocab_size": 50264, "d_model": 1024, "encoder_layers": 6, "decoder_layers": 6,
    "encoder_attention_heads": 16, "decoder_attention_heads": 16, "encoder_ffn_dim": 4096,
    "decoder_ffn_dim": 4096, "max_position_embeddings": 1024,
}  # fmt: skip
T5_SMALL = {
    "vocab_size": 32128, "d_model": 512, "d_kv": 64, "d_ff": 2048, "num_layers": 6, "num_heads": 8,
    "decoder_start_token_id": 0,
}  # fmt: skip
LIMITS = {"distilbart66": 1024, "t5small": 512}
# What byte pairs make of a word of news: enough to fill the model's limit as its own would.
TOKENS_A_WORD = 1.3
SEED = 2026


def build(name: str) -> PreTrainedModel:
    """Return a network in its published shape."""
    torch.manual_seed(SEED)
    if name == "distilbart66":
        return BartForConditionalGeneration(BartConfig(**DISTILBART)).eval()
    return T5ForConditionalGeneration(T5Config(**T5_SMALL)).eval()


def make_ids(name: str, paragraphs: list[str]) -> Tensor:
    """Return random tokens for an article, (1, T), as many as the network reads of it."""
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    count = min(LIMITS[name], round(words * TOKENS_A_WORD))
    return torch.from_numpy(np.random.default_rng(words).integers(5, 30_000, (1, count)))


def load_torch(name: str, beams: str) -> Loaded:
    """The network in PyTorch, by the library that everybody runs it with."""
    network = build(name)

    def summarize(ids: Tensor) -> None:
        with torch.inference_mode():
            network.generate(
                ids,
                num_beams=int(beams),
                do_sample=False,
                min_new_tokens=SUMMARY,
                max_new_tokens=SUMMARY,
            )

    return Loaded(lambda paragraphs: partial(summarize, make_ids(name, paragraphs)))
