"""The network in plain torch: the MiniLM encoder with a salience head and a keep head.

The encoder has BERT's architecture (Devlin et al. 2018, arXiv:1810.04805).
Shapes: B windows, T tokens, S sentences, H attention heads, D hidden values.
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
FFN = 1536
EPSILON = 1e-12

# All sentences after the 64th share the last rank.
RANKS = 64
# The keep head has two outputs: whether the highlights repeat a word, and whether a compression of
# its sentence keeps it. Both are trained, and the second is shipped.
KEEP_KINDS = 2
HIGHLIGHT_KEEP, COMPRESSION_KEEP = range(KEEP_KINDS)

# The file of a trained network in the folder of its run.
NETWORK = "network.safetensors"

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
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.attn_out = nn.Linear(HIDDEN, HIDDEN)
        self.attn_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.ffn_in = nn.Linear(HIDDEN, FFN)
        self.ffn_out = nn.Linear(FFN, HIDDEN)
        self.ffn_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map (B, T, D) to (B, T, D); `mask`, (B, 1, T, T), is added to the attention's logits."""
        q, k, v = (
            project(x).unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)  # (B, H, T, D / H)
            for project in (self.query, self.key, self.value)
        )
        heads = scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.attn_norm(x + self.attn_out(heads.transpose(1, 2).flatten(2)))
        normed: Tensor = self.ffn_norm(x + self.ffn_out(gelu(self.ffn_in(x))))
        return normed


class MiniLM(nn.Module):
    """Map token ids to token states."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.segments = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    @classmethod
    def load(cls, path: Path) -> "MiniLM":
        """Read a BERT checkpoint in safetensors; raise RuntimeError if a weight is missing."""
        checkpoint = load_file(path)
        names = dict(EMBEDDINGS)
        for i in range(LAYERS):
            names |= {f"layers.{i}.{our}": f"encoder.layer.{i}.{its}" for our, its in LAYER.items()}
        model = cls()
        model.load_state_dict(
            {
                f"{our}.{part}": checkpoint[f"{its}.{part}"]
                for our, its in names.items()
                for part in ("weight", "bias")
                if f"{its}.{part}" in checkpoint
            }
        )
        return model.eval()

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Map token ids (B, T) to states (B, T, D); `mask`, (B, T), is 0 on padding, else 1."""
        # A slice instead of BERT's lookup, so that quantisation leaves this small table as it is.
        positions = self.positions.weight[: ids.shape[1]] + self.segments.weight[0]
        x: Tensor = self.norm(self.words(ids) + positions)
        # Finite, since -inf would turn a row of padding alone into NaN.
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        # ONNX Runtime's attention node does not broadcast its mask over the queries.
        bias = bias.expand(-1, -1, ids.shape[1], -1)
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Network(nn.Module):
    """Score the sentences of a window and their words in one pass."""

    def __init__(self, encoder: MiniLM) -> None:
        super().__init__()
        self.encoder = encoder
        self.ranks = nn.Embedding(RANKS, HIDDEN)
        self.salience = nn.Sequential(
            nn.LayerNorm(HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1)
        )
        self.keep = nn.Linear(HIDDEN, KEEP_KINDS)
        # Training starts from no effect of the rank instead of a random one.
        nn.init.zeros_(self.ranks.weight)

    def forward(
        self, ids: Tensor, mask: Tensor, pool: Tensor, ranks: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return the logits of salience, (B, S), and of keeping each token, (B, T, KEEP_KINDS).

        `ids` and `mask` are (B, T). Row s of `pool`, (B, S, T), averages the tokens of sentence s,
        and `ranks`, (B, S), counts the eligible sentences of the article before it.
        """
        states = self.encoder(ids, mask)
        sentences = torch.bmm(pool, states) + self.ranks(ranks.clamp(max=RANKS - 1))
        return self.salience(sentences).squeeze(-1), self.keep(states)


def load_network(path: Path) -> Network:
    """Read a trained network; raise RuntimeError if a weight is missing."""
    network = Network(MiniLM())
    network.load_state_dict(load_file(path))
    return network.eval()


class Reader(nn.Module):
    """The trained network as the server runs it: probabilities, and one output of the keep head."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, pool: Tensor, ranks: Tensor) -> tuple[Tensor, Tensor]:
        """Return the salience of sentences, (B, S), and the keeping of tokens, (B, T), 0 to 1."""
        # The server reads one window at a time, so there is no padding.
        salience, keep = self.network(input_ids, torch.ones_like(input_ids), pool, ranks)
        return salience.sigmoid(), keep[..., COMPRESSION_KEEP].sigmoid()
