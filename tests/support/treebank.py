"""Treebanks of invented trees, in files as the recipe reads them."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np

# Of each word piece: its token, the place of its head in the sentence, the number of its relation.
Sentence = Sequence[tuple[int, int, int]]


def write_treebank(path: Path, documents: Sequence[Sequence[Sentence]]) -> Path:
    """Write documents of sentences to an .npz file."""
    sentences = list(chain.from_iterable(documents))
    ids, heads, relations = np.array(list(chain.from_iterable(sentences)), dtype=np.uint16).T
    np.savez(
        path,
        ids=ids,
        head=heads,
        lab=relations,
        slen=np.array([len(sentence) for sentence in sentences], dtype=np.uint8),
        ndoc=np.array([len(document) for document in documents], dtype=np.uint16),
    )
    return path
