"""The heads that parse: which word each word depends on, and by which relation.

A biaffine scorer after Dozat and Manning 2017 (arXiv:1611.01734), over word pieces: the first piece
of a word stands for it, and the others hang on it by "goeswith".
Shapes: B windows, T tokens, D hidden values, R relations.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from model.data.treebanks import RELATIONS
from model.training.quantized_linear import QuantizedLinear

# Hidden values of the scorers.
PARSER = 128
# The logit of an arc between two sentences. Finite, since a softmax over -inf alone is NaN.
NEVER = -1e4


class GrammarHead(nn.Module):
    """Score the arcs within each sentence, and the relations of given arcs."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.dependents = QuantizedLinear(hidden, PARSER)
        self.heads = QuantizedLinear(hidden, PARSER)
        self.head_bias = nn.Linear(hidden, 1)
        self.label_dependents = QuantizedLinear(hidden, PARSER)
        self.label_heads = QuantizedLinear(hidden, PARSER)
        self.label_pairs = nn.Linear(PARSER, len(RELATIONS))
        self.label_words = QuantizedLinear(hidden, len(RELATIONS))

    def score_arcs(self, states: Tensor, is_same: Tensor) -> Tensor:
        """Return the logits (B, T, T) that token t depends on token u; a root depends on itself.

        `states` is (B, T, D); `is_same`, (B, T, T), says whether two tokens share a sentence.
        """
        scores = self.dependents(states) @ self.heads(states).transpose(1, 2) / math.sqrt(PARSER)
        return torch.where(is_same, scores + self.head_bias(states).transpose(1, 2), NEVER)

    def score_relations(self, states: Tensor, heads: Tensor) -> Tensor:
        """Return the logits (B, T, R) of the relation between each token and its head, (B, T)."""
        chosen = torch.gather(self.label_heads(states), 1, heads[..., None].expand(-1, -1, PARSER))
        pairs = gelu(self.label_dependents(states) * chosen)
        logits: Tensor = self.label_pairs(pairs) + self.label_words(states)
        return logits
