"""Prepare training examples: windows of articles, and single sentences, as labelled token ids.

Run as `python -m model.data.dataset [--sources TOML] [--out DIR]`.
"""

import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.command_line import BUILD, make_parser
from model.data.alignment import align
from model.data.compression_pairs import load_pairs
from model.data.documents import SEED, DataError, Document, load_documents
from model.data.labels import label_sentences, label_words
from model.data.sources import Sources, load_sources
from server.digest.salience.scorer import OVERLAP, rank_sentences
from server.digest.salience.windows import Tokens, Window

# No label: a token outside the sentences with keep labels, or a sentence that cannot be a point.
UNKNOWN = -1.0
# Shorter than the network's 512 tokens: training is a quarter faster, and only one in five of the
# sentences in the best digests comes later.
WINDOW = 384
# The share of an article's later windows that are trained on. They hold few points, but the server
# reads such windows too.
LATER = 0.15
# Only sentences with a salience label above this get keep labels: the highlights do not say which
# words of the others a short version would keep.
SHORTENED = 0.25

# Articles from the end of the first file that measure progress and are never trained on; a tenth of
# a file with fewer than 3,000.
DEVELOPMENT = 300


@dataclass(frozen=True, slots=True)
class Example:
    """A window of T tokens and the P sentences in it.

    `ids` (T,); `starts` and `ends` (P,) are the sentences' token spans and `ranks` (P,) their
    ranks; the labels `salience` (P,) and `keep` (T,) are 0 to 1 or UNKNOWN.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    ranks: NDArray[np.int64]
    salience: NDArray[np.float32]
    keep: NDArray[np.float32]


def make_examples(tokens: Tokens, document: Document) -> list[Example]:
    """Return all windows of an article in order, with their labels."""
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
    """Return a single sentence with keep labels, or None.

    None if the compression is not a deletion of words, or the sentence is longer than a window.
    """
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
    """Write examples to an .npz file: each field concatenated, and its length in each example."""
    columns = {field.name: [getattr(e, field.name) for e in examples] for field in fields(Example)}
    sizes = {f"{name}_sizes": list(map(len, arrays)) for name, arrays in columns.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    joined = {name: np.concatenate(arrays) for name, arrays in columns.items()}
    np.savez(path, allow_pickle=False, **joined, **sizes)


def load_examples(path: Path) -> list[Example]:
    """Read the examples that save_examples wrote."""
    with np.load(path) as file:
        columns = [
            np.split(file[field.name], np.cumsum(file[f"{field.name}_sizes"])[:-1])
            for field in fields(Example)
        ]
    return [Example(*arrays) for arrays in zip(*columns, strict=True)]


def read_articles(sources: Sources) -> tuple[list[Document], list[Document]]:
    """Return the articles to train on, and those that measure progress."""
    (first, *others) = (load_documents(path)[:rows] for path, rows in sources.articles)
    held_out = min(DEVELOPMENT, len(first) // 10)
    place = len(first) - held_out
    return [*first[:place], *chain.from_iterable(others)], first[place:]


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.data.dataset", __doc__, "--sources", "--weights")
    parser.add_argument("--out", type=Path, default=BUILD / "corpus", metavar="DIR")
    parser.add_argument("--rows", type=int, help="at most this many articles, and sentences")
    options = parser.parse_args()
    try:
        sources = load_sources(options.sources)
        articles, held_out = read_articles(sources)
        pairs = load_pairs(sources.compressions, default="train")
    except DataError as error:
        parser.error(str(error))
    tokenizer = options.weights / "tokenizer.json"
    with ProcessPoolExecutor() as pool:
        make = partial(pool.map, partial(_make_examples, tokenizer), chunksize=64)
        development = [windows[0] for windows in make(held_out[: options.rows]) if windows]
        made = list(make(articles[: options.rows]))
    draw = random.Random(SEED)  # noqa: S311
    windows = [
        window
        for article in made
        for place, window in enumerate(article)
        if place == 0 or draw.random() < LATER
    ]
    tokens = _load_tokens(tokenizer)
    lone = (make_sentence(tokens, row["sentence"], row["compression"]) for row in pairs)
    sentences = list(islice(filter(None, lone), options.rows))
    corpus = {"articles": windows, "sentences": sentences, "development": development}
    for name, examples in corpus.items():
        save_examples(examples, options.out / f"{name}.npz")
        print(f"{name}: {len(examples)} examples, {sum(len(e.ids) for e in examples)} tokens")


# Each process loads the tokenizer once.
_load_tokens = cache(Tokens.load)


def _make_examples(tokenizer: Path, document: Document) -> list[Example]:
    return make_examples(_load_tokens(tokenizer), document)


if __name__ == "__main__":
    main()
