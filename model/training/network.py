"""The network that we train: the MiniLM encoder, a salience head and a keep head, in plain torch.

The encoder is BERT's architecture (Devlin et al. 2018, arXiv:1810.04805).
Shapes: B windows, T tokens, S sentences, H heads, D hidden values.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

VOCABULARY = 30522
POSITIONS = 512
LAYERS = 6
HEADS = 12
HIDDEN = 384
INNER = 1536
EPSILON = 1e-12

# Behind the 64th sentence one rank is as good as another.
RANKS = 64
# What a word may be kept for: being told again in the highlights, being the core of its sentence.
KEEP_KINDS = 2
TOLD_KEEP, CORE_KEEP = range(KEEP_KINDS)

# Our modules, and what the checkpoint calls them.
EMBEDDINGS = {
    "words": "embeddings.word_embeddings",
    "places": "embeddings.position_embeddings",
    "segments": "embeddings.token_type_embeddings",
    "norm": "embeddings.LayerNorm",
}
LAYER = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mix": "attention.output.dense",
    "mix_norm": "attention.output.LayerNorm",
    "widen": "intermediate.dense",
    "narrow": "output.dense",
    "narrow_norm": "output.LayerNorm",
}


class Layer(nn.Module):
    """Self-attention, then a feed-forward network; each adds to its input and normalises."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.mix = nn.Linear(HIDDEN, HIDDEN)
        self.mix_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.widen = nn.Linear(HIDDEN, INNER)
        self.narrow = nn.Linear(INNER, HIDDEN)
        self.narrow_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map (B, T, D) to (B, T, D); `mask`, (B, 1, T, T), is added to the attention's logits."""
        q, k, v = (
            project(x).unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)  # (B, H, T, D / H)
            for project in (self.query, self.key, self.value)
        )
        heads = scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.mix_norm(x + self.mix(heads.transpose(1, 2).flatten(2)))
        normed: Tensor = self.narrow_norm(x + self.narrow(gelu(self.widen(x))))
        return normed


class Encoder(nn.Module):
    """Token ids to token states."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.places = nn.Embedding(POSITIONS, HIDDEN)
        self.segments = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    @classmethod
    def load(cls, path: Path) -> "Encoder":
        """Read a BERT checkpoint in safetensors; raise RuntimeError if a weight is missing."""
        checkpoint = load_file(path)
        names = dict(EMBEDDINGS)
        for i in range(LAYERS):
            names |= {f"layers.{i}.{our}": f"encoder.layer.{i}.{its}" for our, its in LAYER.items()}
        encoder = cls()
        encoder.load_state_dict(
            {
                f"{our}.{part}": checkpoint[f"{its}.{part}"]
                for our, its in names.items()
                for part in ("weight", "bias")
                if f"{its}.{part}" in checkpoint
            }
        )
        return encoder.eval()

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Map token ids (B, T) to states (B, T, D); `mask`, (B, T), is 0 on padding and else 1."""
        # A slice, where BERT looks positions up: the small table then stays out of the int8 ones.
        places = self.places.weight[: ids.shape[1]] + self.segments.weight[0]
        x: Tensor = self.norm(self.words(ids) + places)
        # A large finite number, since a row that is all padding would turn -inf into NaN.
        hidden = (1.0 - mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        # onnxruntime's node for attention takes no mask that is broadcast over its queries.
        hidden = hidden.expand(-1, -1, ids.shape[1], -1)
        for layer in self.layers:
            x = layer(x, hidden)
        return x


class Network(nn.Module):
    """One pass over a window for both heads: which sentences matter, and which of their words."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.ranks = nn.Embedding(RANKS, HIDDEN)
        self.salience = nn.Sequential(
            nn.LayerNorm(HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1)
        )
        self.keep = nn.Linear(HIDDEN, KEEP_KINDS)
        # A rank means nothing at first, rather than something random.
        nn.init.zeros_(self.ranks.weight)

    def forward(
        self, ids: Tensor, mask: Tensor, pool: Tensor, ranks: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return the logits of salience, (B, S), and of keeping each token, (B, T, KEEP_KINDS).

        `ids` and `mask` are (B, T). Row s of `pool`, (B, S, T), averages the tokens of sentence s,
        and `ranks`, (B, S), says how many sentences of the article come before it.
        """
        states = self.encoder(ids, mask)
        sentences = torch.bmm(pool, states) + self.ranks(ranks.clamp(max=RANKS - 1))
        return self.salience(sentences).squeeze(-1), self.keep(states)


class Reader(nn.Module):
    """The trained network as the server runs it: logits to probabilities, one kind of keeping."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, pool: Tensor, ranks: Tensor) -> tuple[Tensor, Tensor]:
        """Return the salience of sentences, (B, S), and the keeping of tokens, (B, T), 0 to 1."""
        # Windows are read one at a time, so none is padded.
        salience, keep = self.network(input_ids, torch.ones_like(input_ids), pool, ranks)
        return salience.sigmoid(), keep[..., CORE_KEEP].sigmoid()
