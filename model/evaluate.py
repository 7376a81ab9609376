"""Measure the artefact beside Lead-3, by ROUGE against highlights written by people.

Run as `python -m model.evaluate --data FILE... [--rows N]`. ROUGE is F1 in points (0 to 100), with
stemming; differences are paired by article, with a 95 % bootstrap interval.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rouge_score.rouge_scorer import RougeScorer

from model.documents import SEED, Document, load_documents
from model.systems import System, build_centrality, choose_lead
from server.artifact import Artifact
from server.digest.tokens import Tokens
from server.encoder import Encoder

MEASURES = ("rouge1", "rouge2", "rougeLsum")
# Enough that the interval's ends move by less than 0.05 points from one seed to the next.
RESAMPLES = 2000


def score_system(
    system: System, documents: list[Document], scorer: RougeScorer
) -> tuple[NDArray[np.float64], float]:
    """Return ROUGE (N, 3) in points, and the median milliseconds that choosing took."""
    points, times = [], []
    for document in documents:
        start = time.perf_counter()
        chosen = system(document.article)
        times.append(time.perf_counter() - start)
        digest = "\n".join(document.article.sentences[index].text for index in chosen)
        scores = scorer.score("\n".join(document.highlights), digest)
        points.append([100 * scores[measure].fmeasure for measure in MEASURES])
    return np.array(points), 1000 * float(np.median(times))


def bootstrap_mean(differences: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the mean of (N,) values and the 95 % interval of it under resampling."""
    random = np.random.default_rng(SEED)
    samples = random.integers(len(differences), size=(RESAMPLES, len(differences)))
    low, high = np.percentile(differences[samples].mean(axis=1), (2.5, 97.5))
    return float(differences.mean()), float(low), float(high)


def print_table(path: Path, documents: list[Document], systems: dict[str, System]) -> None:
    """Print one row a system; the first is the one that the others are compared with."""
    scorer = RougeScorer(MEASURES, use_stemmer=True)
    print(f"\n{path.name}, {len(documents)} articles")
    print(f"| {'system':10} | R-1 / R-2 / R-Lsum | over Lead-3, R-1, R-2 and R-Lsum | ms |")
    print("|---|---|---|---|")
    floor: NDArray[np.float64] | None = None
    for name, system in systems.items():
        rouge, milliseconds = score_system(system, documents, scorer)
        floor = rouge if floor is None else floor
        gains = [bootstrap_mean(column) for column in (rouge - floor).T]
        means = " / ".join(f"{mean:.1f}" for mean in rouge.mean(axis=0))
        over = ", ".join(f"{mean:+.2f} [{low:+.2f}, {high:+.2f}]" for mean, low, high in gains)
        print(f"| {name:10} | {means} | {over} | {milliseconds:.1f} |", flush=True)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--rows", type=int, help="a fixed sample of so many rows a file")
    parser.add_argument("--model-dir", type=Path, default=Path("model/artifact"))
    options = parser.parse_args()
    artifact = Artifact.load(options.model_dir)
    encode = Encoder.load(artifact.network).encode
    tokens = Tokens.load(artifact.tokenizer)
    systems = {
        "Lead-3": choose_lead,
        "centrality": build_centrality(tokens, encode, artifact.max_tokens),
    }
    for path in options.data:
        print_table(path, load_documents(path, options.rows), systems)


if __name__ == "__main__":
    main()
