"""Check that torch, fp32 ONNX and int8 ONNX give the same scores, within limits.

Run as `python -m model.evaluation.parity`; it exits with 1 if a number is past its limit. `--data
FILE` adds how often the three choose different points, and the difference in ROUGE; `--emulator
"qemu-x86_64 -cpu Haswell"` also runs the int8 network on an emulated CPU.
"""

import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from model.command_line import BUILD, make_parser
from model.data.documents import POINTS, load_documents
from model.evaluation.metrics import Yardstick
from model.evaluation.nutgraf_systems import exhaust
from model.evaluation.paragraph_scores import read_scores
from model.training.network import NETWORK, Network, Reader, load_network
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.scorer import FloatArray, Read, Reading, SalienceScorer
from server.digest.salience.windows import Tokens, Window
from server.digest.selection.mmr import select
from server.encoder import Encoder, make_inputs

# Adding the same products in another order changes only the last bits.
MAX_EXPORT_DIFFERENCE = 1e-4
# How much rounding the weights may change any one probability, and all of them on average.
MAX_ROUNDING_DIFFERENCE = 0.1
MAX_MEAN_ROUNDING_DIFFERENCE = 0.01
# The share of articles in which rounding may change a point, since small differences decide between
# sentences of nearly equal salience; and how many points of ROUGE that may be worth.
MAX_CHANGED_SHARE = 0.02
MAX_ROUGE_DIFFERENCE = 0.2


class Report:
    """A table of measured numbers, some of them with a limit."""

    def __init__(self) -> None:
        self.failures: list[str] = []

    def add(self, name: str, value: float, most: float = np.inf) -> None:
        """Print a number, and record a failure if it is more than `most`."""
        limit = f"<= {most}" if most < np.inf else ""
        print(f"| {name:64} | {value:10.3g} | {limit:9} |", flush=True)
        if not value <= most:
            self.failures.append(name)


def wrap_network(network: Network) -> Read:
    """Return a torch network as a function like the server's Encoder.read."""
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
    """Add the greatest and the mean difference of two arrays of scores."""
    difference = np.abs(one - other)
    report.add(f"{names}: greatest difference of a probability", difference.max(), most)
    report.add(f"{names}: mean difference", difference.mean(), mean)


def compare_choices(
    report: Report, path: Path, rows: int, reads: dict[str, Read], artifact: Artifact
) -> None:
    """Add how often each network chooses other points than the last one, and the ROUGE."""
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
    """Return the indices of the sentences that become points."""
    return select(article, exhaust(scorer.score(article)), POINTS)


def read_emulated(emulator: str, network: Path) -> FloatArray:
    """Return the scores that model.evaluation.paragraph_scores computes under an emulator."""
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


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.evaluation.parity", __doc__, "--model-dir", "--run")
    parser.add_argument("--fp32", type=Path, default=BUILD / "fp32.onnx", metavar="FILE")
    parser.add_argument("--data", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--rows", type=int, default=300, help="articles of each FILE (300)")
    parser.add_argument(
        "--emulator", metavar="COMMAND", help="the command that emulates another CPU"
    )
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
    if report.failures:
        sys.exit("Past the limit: " + "; ".join(report.failures))


if __name__ == "__main__":
    main()
