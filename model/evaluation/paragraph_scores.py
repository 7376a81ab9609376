"""Score our own news paragraphs with an ONNX file and save the scores for a comparison.

Run as `python -m model.evaluation.paragraph_scores --out SCORES.npz [--network FILE]`. It does not
import torch, so that model.evaluation.parity can run it on an emulated CPU.
"""

from pathlib import Path

import numpy as np

from model.command_line import ARTIFACT, make_parser
from model.evaluation.nutgraf_systems import exhaust
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.scorer import FloatArray, Read, SalienceScorer
from server.digest.salience.windows import Tokens
from server.encoder import Encoder

PARAGRAPHS = Path(__file__).with_name("paragraphs.txt")


def load_article() -> Article:
    """Return our paragraphs, twenty short stories, as one article."""
    return Article.from_paragraphs(PARAGRAPHS.read_text(encoding="utf-8").splitlines())


def read_scores(read: Read, artifact: Artifact) -> FloatArray:
    """Return the salience of each sentence, then the keep probability of each word, (S + W,)."""
    scorer = SalienceScorer(Tokens.load(artifact.tokenizer), read, artifact.max_tokens)
    scores = exhaust(scorer.score(load_article()))
    return np.concatenate([scores.salience, *scores.keep])


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.evaluation.paragraph_scores", __doc__, "--model-dir")
    parser.add_argument("--network", type=Path, default=ARTIFACT / "model.onnx", metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, help="the .npz file to write")
    options = parser.parse_args()
    scores = read_scores(Encoder.load(options.network).read, Artifact.load(options.model_dir))
    np.savez(options.out, scores=scores)


if __name__ == "__main__":
    main()
