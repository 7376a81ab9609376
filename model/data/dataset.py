"""Training examples: windows of articles, and lone sentences, as token ids with their labels.

Run as `python -m model.data.dataset --data DIR --out FOLDER`.
"""

import argparse
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.data.alignment import align
from model.data.documents import SEED, Document, load_documents, load_rows
from model.data.labels import label_sentences, label_words
from server.digest.salience.scorer import OVERLAP, rank_sentences
from server.digest.salience.windows import Tokens, Window

# No label: the token is not of a sentence that could be shortened, the sentence cannot be a point.
UNKNOWN = -1.0
# Shorter than what the network can read: a hundred tokens fewer train a quarter faster, and behind
# them stands only one in five of the sentences that the best digests have.
WINDOW = 384
# The share of later windows that are trained on. They hold few points, and the reader's server
# must know how such windows look.
LATER = 0.15
# A sentence that good digests rarely have does not say which words a short version keeps.
SHORTENED = 0.25

NEWS = "news_train.jsonl.xz"
XSUM = "xsum_train_small.jsonl.xz"
SENTENCES = "sentcomp_google10k.jsonl.xz"
# XSum has no validation file here: evaluation reads the rows behind these (model/README.md).
XSUM_ROWS = 800
# Articles to follow the training by, from the end of the file; never trained on.
DEVELOPMENT = 300


@dataclass(frozen=True, slots=True)
class Example:
    """A window of T tokens and the P sentences in it.

    `ids` (T,); `starts`, `ends` and `ranks` (P,); `salience` (P,) and `keep` (T,), each 0 to 1 or
    UNKNOWN.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    ranks: NDArray[np.int64]
    salience: NDArray[np.float32]
    keep: NDArray[np.float32]


def make_examples(tokens: Tokens, document: Document) -> list[Example]:
    """Return the windows of an article with their labels, all of them and in order."""
    texts = [sentence.text for sentence in document.article.sentences]
    eligible = document.article.eligible
    salience = label_sentences(texts, eligible, document.highlights)
    salience[~np.array(eligible, dtype=bool)] = UNKNOWN
    keep = {
        int(index): np.array(label_words(texts[index], document.highlights), dtype=np.float32)
        for index in np.flatnonzero(salience > SHORTENED)
    }
    ranks = np.array(rank_sentences(eligible))
    return [
        _label_window(window, salience, keep, ranks)
        for window in tokens.pack(texts, WINDOW, OVERLAP)
    ]


def make_sentence(tokens: Tokens, sentence: str, compression: str) -> Example | None:
    """Return a lone sentence with its keep labels, None if the compression is no deletion."""
    labels = align(sentence.split(), compression.split())
    if labels is None:
        return None
    (window, *rest) = tokens.pack([sentence], WINDOW)
    if rest:
        return None
    keep = {0: np.array(labels, dtype=np.float32)}
    return _label_window(window, np.full(1, UNKNOWN, np.float32), keep, np.zeros(1, np.int64))


def _label_window(
    window: Window,
    salience: NDArray[np.float32],
    keep: dict[int, NDArray[np.float32]],
    ranks: NDArray[np.int64],
) -> Example:
    sentences = [piece.sentence for piece in window.pieces]
    labels = np.full(len(window.ids), UNKNOWN, dtype=np.float32)
    for piece in window.pieces:
        if piece.sentence in keep:
            labels[piece.start : piece.end] = keep[piece.sentence][list(piece.words)]
    return Example(
        np.array(window.ids),
        np.array([piece.start for piece in window.pieces]),
        np.array([piece.end for piece in window.pieces]),
        ranks[sentences],
        salience[sentences],
        labels,
    )


def save_examples(examples: Sequence[Example], path: Path) -> None:
    """Write examples to an .npz file: every field behind one another, and how long each is."""
    columns = {field.name: [getattr(e, field.name) for e in examples] for field in fields(Example)}
    sizes = {f"{name}_sizes": list(map(len, arrays)) for name, arrays in columns.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    joined = {name: np.concatenate(arrays) for name, arrays in columns.items()}
    np.savez(path, allow_pickle=False, **joined, **sizes)


def load_examples(path: Path) -> list[Example]:
    """Read what save_examples wrote."""
    with np.load(path) as file:
        columns = [
            np.split(file[field.name], np.cumsum(file[f"{field.name}_sizes"])[:-1])
            for field in fields(Example)
        ]
    return [Example(*arrays) for arrays in zip(*columns, strict=True)]


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.data.dataset", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--weights", type=Path, default=Path("model/build/weights"))
    parser.add_argument("--out", type=Path, default=Path("model/build/corpus"))
    parser.add_argument("--rows", type=int, help="only so many articles and sentences to train on")
    options = parser.parse_args()
    tokenizer = options.weights / "tokenizer.json"
    news = load_documents(options.data / NEWS)
    xsum = load_documents(options.data / XSUM)[:XSUM_ROWS]
    articles = [*news[:-DEVELOPMENT], *xsum][: options.rows]
    held_out = news[-DEVELOPMENT:][: options.rows]
    with ProcessPoolExecutor(initializer=_load_tokens, initargs=(tokenizer,)) as pool:
        make = partial(pool.map, _make_examples, chunksize=64)
        development = [windows[0] for windows in make(held_out) if windows]
        made = list(make(articles))
    draw = random.Random(SEED)  # noqa: S311
    windows = [
        window
        for article in made
        for place, window in enumerate(article)
        if place == 0 or draw.random() < LATER
    ]
    _load_tokens(tokenizer)
    rows = [row for row in load_rows(options.data / SENTENCES) if row["split"] == "train"]
    pairs = [make_sentence(_tokens[0], row["sentence"], row["compression"]) for row in rows]
    sentences = [example for example in pairs if example][: options.rows]
    for name, examples in (
        ("articles", windows),
        ("sentences", sentences),
        ("development", development),
    ):
        save_examples(examples, options.out / f"{name}.npz")
        print(f"{name}: {len(examples)} examples, {sum(len(e.ids) for e in examples)} tokens")


# Each process of the pool has its own tokenizer, loaded once.
_tokens: list[Tokens] = []


def _load_tokens(path: Path) -> None:
    _tokens.append(Tokens.load(path))


def _make_examples(document: Document) -> list[Example]:
    return make_examples(_tokens[0], document)


if __name__ == "__main__":
    main()
