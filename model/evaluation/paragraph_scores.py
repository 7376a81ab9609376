"""Read our own news paragraphs with an ONNX file, and keep the numbers for a comparison.

Run as `python -m model.evaluation.paragraph_scores --network FILE --out SCORES.npz`. It needs no
torch, so that model.parity can also run it on an emulated CPU.
"""

import argparse
from pathlib import Path

import numpy as np

from model.evaluation.nutgraf_systems import exhaust
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.scorer import FloatArray, Read, SalienceScorer
from server.digest.salience.windows import Tokens
from server.encoder import Encoder

PARAGRAPHS = Path(__file__).with_name("paragraphs.txt")


def load_article() -> Article:
    """Return our paragraphs, twenty short stories, as if they were one article."""
    return Article.from_paragraphs(PARAGRAPHS.read_text(encoding="utf-8").splitlines())


def read_scores(read: Read, artifact: Artifact) -> FloatArray:
    """Return the salience of every sentence of the paragraphs, and then the keep of every word."""
    scorer = SalienceScorer(Tokens.load(artifact.tokenizer), read, artifact.max_tokens)
    scores = exhaust(scorer.score(load_article()))
    return np.concatenate([scores.salience, *scores.keep])


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m model.evaluation.paragraph_scores", description=__doc__
    )
    parser.add_argument("--network", type=Path, default=Path("model/artifact/model.onnx"))
    parser.add_argument("--model-dir", type=Path, default=Path("model/artifact"))
    parser.add_argument("--out", type=Path, required=True, help="the .npz file to write")
    options = parser.parse_args()
    scores = read_scores(Encoder.load(options.network).read, Artifact.load(options.model_dir))
    np.savez(options.out, scores=scores)


if __name__ == "__main__":
    main()
