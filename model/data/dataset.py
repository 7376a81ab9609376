"""Prepare training examples: articles in windows, and single sentences, as labelled token ids.

Run as `python -m model.data.dataset [--sources TOML] [--out DIR]`.
"""

import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import cache, partial
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from model.command_line import BUILD, make_parser
from model.data.alignment import align
from model.data.compression_pairs import load_pairs
from model.data.documents import SEED, WINDOW, DataError, Document, load_documents
from model.data.labels import label_sentences
from model.data.sources import Sources, load_sources
from server.digest.salience.recurrence import weigh_recurrence
from server.digest.salience.scorer import OVERLAP, rank_sentences
from server.digest.salience.windows import Tokens

# No label: a token outside of all words, or a sentence that cannot be a point.
UNKNOWN = -1.0
# Later sentences are left out, which saves time: nine in ten of the best digests end before.
MOST_TOKENS = 1_500
# An article with fewer sentences is left out: the server refuses it.
FEWEST_SENTENCES = 4

# Articles from the end of the first file that measure progress and are never trained on; a tenth of
# a file with fewer than 3,000.
DEVELOPMENT = 300

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class ArticleExample:
    """An article of S sentences, as W windows of N tokens together.

    `ids` (N,) and `windows` (W,), the length of each; `starts` and `ends` (P,) are the spans of the
    P pieces of sentences in `ids`, and `owners` (P,) their sentences. Of each sentence, (S,): its
    `ranks`, whether it is `eligible`, its `recurrence`, and the label `salience`, 0 to 1 or
    UNKNOWN.
    """

    ids: NDArray[np.uint16]
    windows: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    owners: NDArray[np.int64]
    ranks: NDArray[np.int64]
    eligible: NDArray[np.bool_]
    recurrence: NDArray[np.float32]
    salience: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CompressionExample:
    """A sentence of T tokens: `ids` (T,), and the label `keep` (T,), 0 or 1 or UNKNOWN."""

    ids: NDArray[np.uint16]
    keep: NDArray[np.float32]


def make_article(tokens: Tokens, document: Document) -> ArticleExample | None:
    """Return an article with its labels; None if it is too short."""
    texts = [sentence.text for sentence in document.article.sentences]
    if len(texts) < FEWEST_SENTENCES:
        return None
    eligible = np.array(document.article.eligible, dtype=bool)
    salience = label_sentences(texts, eligible.tolist(), document.highlights)
    salience[~eligible] = UNKNOWN
    sizes = accumulate(len(spelling.ids) for spelling in tokens.split(texts))
    count = max(FEWEST_SENTENCES, sum(size <= MOST_TOKENS for size in sizes))
    windows = tokens.pack(texts[:count], WINDOW, OVERLAP)
    bases = [0, *accumulate(len(window.ids) for window in windows)]
    pieces = [
        (base + piece.start, base + piece.end, piece.sentence)
        for base, window in zip(bases, windows, strict=False)
        for piece in window.pieces
    ]
    starts, ends, owners = np.array(pieces).T
    return ArticleExample(
        ids=np.array(list(chain.from_iterable(w.ids for w in windows)), dtype=np.uint16),
        windows=np.array([len(window.ids) for window in windows]),
        starts=starts,
        ends=ends,
        owners=owners,
        ranks=np.array(rank_sentences(document.article.eligible))[:count],
        eligible=eligible[:count],
        recurrence=weigh_recurrence(document.article.stems)[:count].astype(np.float32),
        salience=salience[:count],
    )


def make_compression(tokens: Tokens, sentence: str, compression: str) -> CompressionExample | None:
    """Return a sentence with its labels.

    None if the compression is not a deletion of words, or the sentence is longer than a window.
    """
    labels = align(sentence.split(), compression.split())
    if labels is None:
        return None
    (window, *rest) = tokens.pack([sentence], WINDOW)
    if rest:
        return None
    keep = np.full(len(window.ids), UNKNOWN, dtype=np.float32)
    [piece] = window.pieces
    keep[piece.start : piece.end] = np.array(labels, dtype=np.float32)[list(piece.words)]
    return CompressionExample(np.array(window.ids, dtype=np.uint16), keep)


def save_examples(examples: Sequence[ArticleExample | CompressionExample], path: Path) -> None:
    """Write examples of a kind to an .npz file: each field joined, and its length in each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {}
    for field in fields(examples[0]):
        columns = [getattr(example, field.name) for example in examples]
        arrays[field.name] = np.concatenate(columns)
        arrays[f"{field.name}_sizes"] = np.array([len(column) for column in columns])
    np.savez(path, allow_pickle=False, **arrays)


def load_examples(path: Path, kind: type[Kind]) -> list[Kind]:
    """Read the examples that save_examples wrote."""
    with np.load(path) as file:
        columns = [
            np.split(file[field.name], np.cumsum(file[f"{field.name}_sizes"])[:-1])
            for field in fields(kind)  # type: ignore[arg-type]
        ]
    return [kind(*arrays) for arrays in zip(*columns, strict=True)]


def read_articles(sources: Sources) -> tuple[list[Document], list[Document]]:
    """Return the articles to train on, and those that measure progress."""
    first, *others = (
        (load_documents(path)[:rows], repeat) for path, rows, repeat in sources.articles
    )
    held_out = min(DEVELOPMENT, len(first[0]) // 10)
    place = len(first[0]) - held_out
    trained = [(first[0][:place], first[1]), *others]
    return list(chain.from_iterable(d * repeat for d, repeat in trained)), first[0][place:]


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
    # Shuffled, so that `--rows` takes some of each file.
    random.Random(SEED).shuffle(articles)  # noqa: S311
    with ProcessPoolExecutor() as pool:
        make = partial(pool.map, partial(_make_article, tokenizer), chunksize=16)
        development = list(filter(None, make(held_out[: options.rows])))
        trained = list(filter(None, make(articles[: options.rows])))
    save_examples(trained, options.out / "articles.npz")
    save_examples(development, options.out / "development.npz")
    tokens = _load_tokens(tokenizer)
    lone = (make_compression(tokens, row["sentence"], row["compression"]) for row in pairs)
    sentences = list(islice(filter(None, lone), options.rows))
    save_examples(sentences, options.out / "sentences.npz")
    for name, examples in (("articles", trained), ("development", development)):
        print(f"{name}: {len(examples)} examples, {sum(len(e.ids) for e in examples)} tokens")
    print(f"sentences: {len(sentences)} examples")


# Each process loads the tokenizer once.
_load_tokens = cache(Tokens.load)


def _make_article(tokenizer: Path, document: Document) -> ArticleExample | None:
    return make_article(_load_tokens(tokenizer), document)


if __name__ == "__main__":
    main()
