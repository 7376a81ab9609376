"""Read treebanks that were turned into word pieces: the trees that the network learns to parse.

A file has `ids`, `head` and `lab` of all pieces, joined: the token, the place of its head in the
sentence, and the index of its relation in RELATIONS. `slen` has the length of each
sentence, and `ndoc` the number of sentences in each document.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from model.data.documents import WINDOW, DataError

# The labels of the treebanks: Universal Dependencies' relations, with the subtypes that English
# news needs. Their order is that of the label index in the data.
RELATIONS = (
    "root", "goeswith", "case", "det", "obl", "cop", "nsubj", "punct", "compound", "advmod", "acl",
    "mark", "xcomp", "amod", "nmod", "cc", "conj", "nsubj:pass", "aux:pass", "flat", "nmod:poss",
    "appos", "acl:relcl", "obj", "advcl", "expl", "nummod", "aux", "fixed", "parataxis", "csubj",
    "discourse", "iobj", "vocative", "ccomp", "compound:prt", "advcl:relcl", "obl:agent", "list",
    "reparandum", "dep", "orphan", "dislocated", "csubj:pass",
)  # fmt: skip
# What is not counted when trees are measured: parts of words, and, as in published scores,
# punctuation.
UNSCORED = (RELATIONS.index("goeswith"), RELATIONS.index("punct"))
CLS, SEP = 101, 102
OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class ParseExample:
    """A window of T tokens with the trees of its sentences.

    `ids` (T,); `heads` (T,), the place of each token's head in the window, itself for a root;
    `relations` (T,) and `sentences` (T,), the number of its sentence: OUTSIDE for [CLS] and [SEP].
    """

    ids: NDArray[np.int64]
    heads: NDArray[np.int64]
    relations: NDArray[np.int64]
    sentences: NDArray[np.int64]


def load_treebank(path: Path, left_out: Collection[int] = ()) -> list[ParseExample]:
    """Read a treebank in windows of whole sentences, each of one document, as the server reads.

    `left_out` numbers documents to leave out. Raise DataError if the file cannot be read, or has no
    sentences.
    """
    try:
        with path.open("rb") as stream, np.load(stream) as file:
            pieces = np.stack([file["ids"], file["head"], file["lab"]]).astype(np.int64)
            lengths, sizes = file["slen"].astype(int), file["ndoc"].astype(int)
    except (OSError, EOFError, BadZipFile, KeyError, ValueError) as error:
        raise DataError(f"{path} could not be read as a treebank: {error}") from error
    ends = np.cumsum(lengths)
    sentences = [pieces[:, end - size : end] for end, size in zip(ends, lengths, strict=True)]
    last = np.cumsum(sizes)
    windows = [
        window
        for number, (end, size) in enumerate(zip(last, sizes, strict=True))
        if number not in left_out
        for window in _pack(sentences[end - size : end])
    ]
    if not windows:
        raise DataError(f"{path} holds no sentences to read.")
    return windows


def _pack(sentences: list[NDArray[np.int64]]) -> list[ParseExample]:
    windows: list[list[NDArray[np.int64]]] = [[]]
    for sentence in sentences:
        if sum(s.shape[1] for s in windows[-1]) + sentence.shape[1] > WINDOW - 2:
            windows.append([])
        windows[-1].append(sentence)
    return [_join(window) for window in windows if window]


def _join(sentences: list[NDArray[np.int64]]) -> ParseExample:
    ids, heads, relations, owners = [CLS], [0], [OUTSIDE], [OUTSIDE]
    for number, (own_ids, own_heads, own_relations) in enumerate(sentences):
        heads += (own_heads + len(ids)).tolist()
        ids += own_ids.tolist()
        relations += own_relations.tolist()
        owners += [number] * len(own_ids)
    arrays = ([*ids, SEP], [*heads, len(ids)], [*relations, OUTSIDE], [*owners, OUTSIDE])
    return ParseExample(*(np.array(values, dtype=np.int64) for values in arrays))


def count_attached(
    example: ParseExample, heads: NDArray[np.int64], relations: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many words have the right head, how many the right relation too, and how many are.

    `heads` and `relations`, both (T,), are those that were found. Of the sums over all windows, the
    first two over the last are the attachment scores UAS and LAS.
    """
    is_scored = ~np.isin(example.relations, (OUTSIDE, *UNSCORED))
    is_attached = (heads == example.heads) & is_scored
    is_labelled = is_attached & (relations == example.relations)
    return np.array([is_attached.sum(), is_labelled.sum(), is_scored.sum()])
