"""Read our own news paragraphs with an artefact and save what was found, for a comparison.

Run as `python -m model.evaluation.paragraph_scores --out FINDINGS.npz`. It does not import torch,
so that model.evaluation.parity can run it on an emulated CPU.
"""

from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from model.command_line import make_parser
from model.evaluation.nutgraf_systems import build_scorer, choose_points
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.pipeline import exhaust
from server.digest.salience.scorer import FloatArray, Network
from server.encoder import Encoder

PARAGRAPHS = Path(__file__).with_name("paragraphs.txt")
# Paragraphs are also read as articles of so many, to see which points are chosen.
STORY = 5


class Findings(NamedTuple):
    """What a network finds in our paragraphs.

    `probabilities`, (S + W,): the salience of each sentence, then the keep probability of each
    word; `arcs`, (A,): for each token, the probability of each token of its sentence to be its
    head; `points`: the sentences chosen from each story.
    """

    probabilities: FloatArray
    arcs: FloatArray
    points: list[list[int]]


def read_paragraphs(network: Network, artifact: Artifact) -> Findings:
    """Read all paragraphs as one article, then each story by itself."""
    scorer = build_scorer(artifact, network)
    paragraphs = PARAGRAPHS.read_text(encoding="utf-8").splitlines()
    scores = exhaust(scorer.score(Article.from_paragraphs(paragraphs)))
    arcs = [weigh_heads(syntax.arcs).ravel() for syntax in scores.syntax if syntax is not None]
    points = []
    for start in range(0, len(paragraphs), STORY):
        article = Article.from_paragraphs(paragraphs[start : start + STORY])
        points.append(choose_points(scorer, article))
    return Findings(np.concatenate([scores.salience, *scores.keep]), np.concatenate(arcs), points)


def weigh_heads(arcs: FloatArray) -> FloatArray:
    """Return the probabilities of all heads of each token, (T, T), from the logits of arcs."""
    odds = np.exp(arcs - arcs.max(axis=1, keepdims=True))
    weights: FloatArray = odds / odds.sum(axis=1, keepdims=True)
    return weights


def save_findings(findings: Findings, path: Path) -> None:
    """Write findings as .npz."""
    sizes = [len(points) for points in findings.points]
    points = list(chain.from_iterable(findings.points))
    np.savez(path, probabilities=findings[0], arcs=findings[1], points=points, sizes=sizes)


def load_findings(path: Path) -> Findings:
    """Read what save_findings wrote."""
    with np.load(path) as file:
        points = np.split(file["points"], np.cumsum(file["sizes"])[:-1])
        return Findings(file["probabilities"], file["arcs"], [own.tolist() for own in points])


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.evaluation.paragraph_scores", __doc__, "--model-dir")
    parser.add_argument("--out", type=Path, required=True, help="the .npz file to write")
    options = parser.parse_args()
    artifact = Artifact.load(options.model_dir)
    save_findings(read_paragraphs(Encoder.load(artifact), artifact), options.out)


if __name__ == "__main__":
    main()
