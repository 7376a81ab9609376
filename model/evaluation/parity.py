"""Prove that torch, fp32 ONNX and int8 ONNX read alike, number by number and point by point.

Run as `python -m model.evaluation.parity`: it exits with 1 if a number is past its limit. `--data
FILE` adds how often the three choose other points, and what that is worth in ROUGE; `--emulator
"qemu-x86_64 -cpu Haswell"` reads with int8 on a CPU of another kind too.
"""

import argparse
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from model.data.documents import load_documents
from model.evaluation.metrics import Yardstick
from model.evaluation.nutgraf_systems import exhaust
from model.evaluation.paragraph_scores import load_article, read_scores
from model.evaluation.speed import time_in_turns
from model.evaluation.systems import POINTS
from model.export.onnx_graph import load_network
from model.training.network import Network, Reader
from model.training.trainer import NETWORK
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.scorer import FloatArray, Read, Reading, SalienceScorer
from server.digest.salience.windows import Tokens, Window
from server.digest.selection.mmr import select
from server.encoder import Encoder, make_inputs

# Two orders of adding up the same products differ in the last bits, and no more.
MAX_EXPORT_DIFFERENCE = 1e-4
# What rounding the weights may change of one probability, and of all on average.
MAX_ROUNDING_DIFFERENCE = 0.1
MAX_MEAN_ROUNDING_DIFFERENCE = 0.01
# The share of articles in which rounding may change a point: where two sentences weigh nearly the
# same, the last bits decide. And the points of ROUGE that this may be worth.
MAX_CHANGED_SHARE = 0.02
MAX_ROUGE_DIFFERENCE = 0.2


class Report:
    """A table of measured numbers, each against its limit where there is one."""

    def __init__(self) -> None:
        self.failures: list[str] = []

    def add(self, name: str, value: float, most: float = np.inf) -> None:
        """Print a number, and remember it if it is past `most`."""
        limit = f"<= {most}" if most < np.inf else ""
        print(f"| {name:64} | {value:10.3g} | {limit:9} |", flush=True)
        if not value <= most:
            self.failures.append(name)


def wrap_network(network: Network) -> Read:
    """Return a torch network as the kind of function that an Encoder has."""
    reader = Reader(network)

    def read(window: Window, ranks: list[int]) -> Reading:
        inputs = make_inputs(window, ranks)
        with torch.inference_mode():
            salience, keep = reader(**{name: torch.from_numpy(a) for name, a in inputs.items()})
        return Reading(salience[0].numpy(), keep[0].numpy())

    return read


def compare_scores(
    report: Report, names: str, one: FloatArray, other: FloatArray, most: float, mean: float
) -> None:
    """Add the greatest and the mean difference of two readings."""
    difference = np.abs(one - other)
    report.add(f"{names}: greatest difference of a probability", difference.max(), most)
    report.add(f"{names}: mean difference", difference.mean(), mean)


def compare_choices(
    report: Report, path: Path, rows: int, reads: dict[str, Read], artifact: Artifact
) -> None:
    """Add in how many articles readings choose other points than the last one, and the ROUGE."""
    tokens = Tokens.load(artifact.tokenizer)
    documents = load_documents(path, rows)
    chosen: dict[str, list[list[int]]] = {}
    rouge: dict[str, FloatArray] = {}
    for name, read in reads.items():
        scorer = SalienceScorer(tokens, read, artifact.max_tokens)
        chosen[name] = [choose(scorer, document.article) for document in documents]
        measured = [
            Yardstick(document).measure([document.article.sentences[i].text for i in indices])
            for document, indices in zip(documents, chosen[name], strict=True)
        ]
        rouge[name] = np.array([[row["rouge1"], row["rouge2"]] for row in measured]).mean(axis=0)
    shipped = list(reads)[-1]
    for name in list(reads)[:-1]:
        pairs = zip(chosen[name], chosen[shipped], strict=True)
        changed = sum(one != other for one, other in pairs) / len(documents)
        difference = np.abs(rouge[name] - rouge[shipped]).max()
        names = f"{path.name}: {name}, {shipped}"
        report.add(f"{names}: share of articles changed", changed, MAX_CHANGED_SHARE)
        report.add(f"{names}: ROUGE-1 or -2 changed by", difference, MAX_ROUGE_DIFFERENCE)


def choose(scorer: SalienceScorer, article: Article) -> list[int]:
    """Return the sentences that become points."""
    return select(article, exhaust(scorer.score(article)), POINTS)


def read_emulated(emulator: str, network: Path) -> FloatArray:
    """Return the scores of model.reading, run under an emulator."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "scores.npz"
        command = [
            *shlex.split(emulator),
            sys.executable,
            "-m",
            "model.evaluation.paragraph_scores",
        ]
        subprocess.run([*command, "--network", network, "--out", out], check=True)  # noqa: S603
        with np.load(out) as read:
            scores: FloatArray = read["scores"]
            return scores


def time_readings(report: Report, reads: dict[str, Read], window: Window) -> None:
    """Add the median milliseconds of each, taken in turns so that they share the same noise."""
    ranks = list(range(len(window.pieces)))
    tasks = {name: partial(read, window, ranks) for name, read in reads.items()}
    for name, taken in time_in_turns(tasks).items():
        report.add(f"{name}: ms for {len(window.ids)} tokens, median", float(np.median(taken)))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.evaluation.parity", description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("model/build/run"))
    parser.add_argument("--fp32", type=Path, default=Path("model/build/fp32.onnx"))
    parser.add_argument("--model-dir", type=Path, default=Path("model/artifact"))
    parser.add_argument("--data", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--rows", type=int, default=300, help="articles of each FILE (300)")
    parser.add_argument("--emulator", metavar="COMMAND", help="what to run an emulated CPU with")
    options = parser.parse_args()
    artifact = Artifact.load(options.model_dir)
    reads = {
        "torch": wrap_network(load_network(options.run / NETWORK)),
        "fp32": Encoder.load(options.fp32).read,
        "int8": Encoder.load(artifact.network).read,
    }
    pytorch, fp32, int8 = (read_scores(read, artifact) for read in reads.values())
    report = Report()
    print(f"| {'over ' + str(len(int8)) + ' probabilities':64} | {'measured':10} | {'limit':9} |")
    print("|---|---|---|")
    exact = MAX_EXPORT_DIFFERENCE
    compare_scores(report, "torch, fp32", pytorch, fp32, exact, exact)
    rounding = (MAX_ROUNDING_DIFFERENCE, MAX_MEAN_ROUNDING_DIFFERENCE)
    compare_scores(report, "fp32, int8", fp32, int8, *rounding)
    if options.emulator:
        emulated = read_emulated(options.emulator, artifact.network)
        compare_scores(report, "int8 here, emulated", int8, emulated, exact, exact)
    for path in options.data:
        compare_choices(report, path, options.rows, reads, artifact)
    texts = [sentence.text for sentence in load_article().sentences]
    windows = Tokens.load(artifact.tokenizer).pack(texts, artifact.max_tokens)
    time_readings(report, reads, max(windows, key=lambda window: len(window.ids)))
    if report.failures:
        sys.exit("Past the limit: " + "; ".join(report.failures))


if __name__ == "__main__":
    main()
