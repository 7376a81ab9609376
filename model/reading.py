"""Read our own news paragraphs with an ONNX file, and keep the numbers for a comparison.

Run as `python -m model.reading --network FILE --out STATES.npz`. It needs no torch, so that
model.parity can also run it on an emulated CPU.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from model.systems import build_centrality
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.scoring import Encode, FloatArray
from server.digest.tokens import Tokens, Window
from server.encoder import Encoder

PARAGRAPHS = Path(__file__).parent / "paragraphs.txt"


def load_article() -> Article:
    """Return our paragraphs, twenty short stories, as if they were one article."""
    return Article.from_paragraphs(PARAGRAPHS.read_text(encoding="utf-8").splitlines())


def pack_windows(tokens: Tokens, limit: int) -> list[Window]:
    """Return one window a sentence, and the longest that the paragraphs fill."""
    sentences = [sentence.text for sentence in load_article().sentences]
    single = [window for text in sentences for window in tokens.pack([text], limit)]
    return [*single, max(tokens.pack(sentences, limit), key=lambda window: len(window.ids))]


def read_windows(encode: Encode, windows: Iterable[Window]) -> FloatArray:
    """Return the states of all windows under each other, (tokens, D)."""
    return np.concatenate([encode(window) for window in windows])


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.reading", description=__doc__)
    parser.add_argument("--network", type=Path, default=Path("model/artifact/model.onnx"))
    parser.add_argument("--model-dir", type=Path, default=Path("model/artifact"))
    parser.add_argument("--out", type=Path, required=True, help="the .npz file to write")
    options = parser.parse_args()
    artifact = Artifact.load(options.model_dir)
    tokens = Tokens.load(artifact.tokenizer)
    encode = Encoder.load(options.network).encode
    states = read_windows(encode, pack_windows(tokens, artifact.max_tokens))
    chosen = build_centrality(tokens, encode, artifact.max_tokens)(load_article())
    np.savez(options.out, states=states, chosen=chosen)


if __name__ == "__main__":
    main()
