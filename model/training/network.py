"""The network in plain torch: an encoder that also parses, and a document encoder above it.

The encoder is the first layers of MiniLM, which has BERT's architecture (Devlin et al. 2018,
arXiv:1810.04805). It reads one window; heads over its token states keep words and parse sentences.
The document encoder reads the vectors of all sentences of an article and finds the salient ones, as
in BERTSumExt (Liu and Lapata 2019, arXiv:1908.08345).
Shapes: B windows or articles, T tokens, S sentences, H attention heads, D hidden values.
"""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import dropout, gelu, scaled_dot_product_attention

from model.training.grammar_head import GrammarHead
from model.training.quantized_linear import QuantizedLinear

VOCABULARY = 30522
POSITIONS = 512
# The published encoder has six layers, which the teacher keeps; the student keeps the first three.
TEACHER_LAYERS = 6
STUDENT_LAYERS = 3
DOCUMENT_LAYERS = 2
HEADS = 12
HIDDEN = 384
FFN = 1536
EPSILON = 1e-12
DROPOUT = 0.1

# All sentences after the 64th share the last rank.
RANKS = 64
# What else the document encoder is told of a sentence: whether it may be a point (0 or 1), and its
# recurrence in standard deviations.
TRAITS = 2

# The file of a trained network in the folder of its run.
TRAINED = "network.safetensors"

# Our modules and their names in the published checkpoint.
EMBEDDINGS = {
    "words": "embeddings.word_embeddings",
    "positions": "embeddings.position_embeddings",
    "segments": "embeddings.token_type_embeddings",
    "norm": "embeddings.LayerNorm",
}
LAYER = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attn_out": "attention.output.dense",
    "attn_norm": "attention.output.LayerNorm",
    "ffn_in": "intermediate.dense",
    "ffn_out": "output.dense",
    "ffn_norm": "output.LayerNorm",
}


class Layer(nn.Module):
    """Self-attention, then a feed-forward network, each with a residual and a layer norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query = QuantizedLinear(HIDDEN, HIDDEN)
        self.key = QuantizedLinear(HIDDEN, HIDDEN)
        self.value = QuantizedLinear(HIDDEN, HIDDEN)
        self.attn_out = QuantizedLinear(HIDDEN, HIDDEN)
        self.attn_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.ffn_in = QuantizedLinear(HIDDEN, FFN)
        self.ffn_out = QuantizedLinear(FFN, HIDDEN)
        self.ffn_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map (B, T, D) to (B, T, D).

        `mask` is true where a token may see another: (B, 1, T, T), or (B, 1, 1, T) for all alike.
        """
        q, k, v = (
            project(x).unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)  # (B, H, T, D / H)
            for project in (self.query, self.key, self.value)
        )
        heads = scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = self.attn_out(heads.transpose(1, 2).flatten(2))
        x = self.attn_norm(x + dropout(mixed, DROPOUT, self.training))
        widened = self.ffn_out(gelu(self.ffn_in(x)))
        normed: Tensor = self.ffn_norm(x + dropout(widened, DROPOUT, self.training))
        return normed


class MiniLM(nn.Module):
    """Map token ids to token states."""

    def __init__(self, layers: int = TEACHER_LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        # News shows too few of the words to train them all alike, so they stay as published.
        self.words.weight.requires_grad = False
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.segments = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    @classmethod
    def load(cls, path: Path, layers: int = TEACHER_LAYERS) -> "MiniLM":
        """Read the first layers of a BERT checkpoint; raise KeyError if a weight is missing."""
        checkpoint = load_file(path)
        names = dict(EMBEDDINGS)
        for i in range(layers):
            names |= {f"layers.{i}.{our}": f"encoder.layer.{i}.{its}" for our, its in LAYER.items()}
        model = cls(layers)
        model.load_state_dict(
            {
                name: checkpoint[f"{names[module]}.{part}"]
                for name in model.state_dict()
                for module, part in [name.rsplit(".", 1)]
            }
        )
        return model.eval()

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Map token ids (B, T) to states (B, T, D); `mask`, (B, T), is false on padding."""
        # A slice instead of BERT's lookup, so that quantisation leaves this small table as it is.
        positions = self.positions.weight[: ids.shape[1]] + self.segments.weight[0]
        x: Tensor = self.norm(self.words(ids) + positions)
        # ONNX Runtime's attention node does not broadcast its mask over the queries.
        seen = mask[:, None, None, :].expand(-1, -1, ids.shape[1], -1)
        for layer in self.layers:
            x = layer(x, seen)
        return x


class DocumentEncoder(nn.Module):
    """Map the vectors of all sentences of an article to the logits of their salience."""

    def __init__(self) -> None:
        super().__init__()
        self.ranks = nn.Embedding(RANKS, HIDDEN)
        self.traits = nn.Linear(TRAITS, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN)
        self.layers = nn.ModuleList(Layer() for _ in range(DOCUMENT_LAYERS))
        self.salience = nn.Sequential(
            nn.LayerNorm(HIDDEN), QuantizedLinear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1)
        )
        # Training starts from no effect of rank and traits, and almost none of the layers.
        for tensor in (self.ranks.weight, self.traits.weight, self.traits.bias):
            nn.init.zeros_(tensor)
        for layer in self.layers:
            for linear in (layer.attn_out, layer.ffn_out):
                nn.init.normal_(linear.weight, std=0.02 / math.sqrt(2 * DOCUMENT_LAYERS))
                nn.init.zeros_(linear.bias)

    def forward(self, sentences: Tensor, ranks: Tensor, traits: Tensor, mask: Tensor) -> Tensor:
        """Return logits (B, S).

        `sentences` is (B, S, D); `ranks`, (B, S), counts the eligible sentences before each;
        `traits` is (B, S, TRAITS); `mask`, (B, S), is false on padding.
        """
        known = self.ranks(ranks.clamp(max=RANKS - 1)) + self.traits(traits)
        x: Tensor = self.norm(sentences + known)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        logits: Tensor = self.salience(x).squeeze(-1)
        return logits


class Network(nn.Module):
    """The encoder with its heads, and the document encoder."""

    def __init__(self, encoder: MiniLM) -> None:
        super().__init__()
        self.encoder = encoder
        self.keep = nn.Linear(HIDDEN, 1)
        self.grammar = GrammarHead(HIDDEN)
        self.document = DocumentEncoder()

    def average_sentences(self, states: Tensor, owners: Tensor, count: int) -> Tensor:
        """Return the mean state of each sentence, (count, D).

        `owners`, (B, T), holds the number of the sentence that a token of `states`, (B, T, D),
        belongs to, and -1 outside of all. A sentence without tokens is all zeros.
        """
        is_owned = owners >= 0
        places = owners[is_owned]
        sums = states.new_zeros(count, HIDDEN).index_add(0, places, states[is_owned])
        sizes = torch.bincount(places, minlength=count).clamp(min=1)
        return sums / sizes[:, None].to(sums.dtype)
