"""Check that torch and ONNX Runtime give the same scores, in fp32 and in int8, within limits.

Run as `python -m model.evaluation.parity`; it exits with 1 if a number is past its limit. `--data
FILE` adds what int8 changes in digests; `--emulator "qemu-x86_64 -cpu Haswell"` also runs the
artefact on an emulated CPU, which must choose the same points.
"""

import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from model.command_line import BUILD, make_parser
from model.data.documents import load_documents
from model.evaluation.metrics import Yardstick
from model.evaluation.nutgraf_systems import build_scorer, choose_points
from model.evaluation.paragraph_scores import Findings, load_findings, read_paragraphs
from model.evaluation.torch_encoder import TorchEncoder
from model.training.checkpoints import load_network
from model.training.network import TRAINED
from model.training.quantized_linear import set_rounding
from server.artifact import DOCUMENT, ENCODER, Artifact
from server.digest.salience.scorer import FloatArray, Network
from server.encoder import Encoder

# Adding the same products in another order changes only the last bits.
MAX_EXPORT_DIFFERENCE = 1e-4
# In int8 a last bit can decide which way a value is rounded, and later layers see that.
MAX_ROUNDING_DIFFERENCE = 0.1
MAX_MEAN_ROUNDING_DIFFERENCE = 0.01
# The share of the heads' probability that may go to other heads for the same reason. Heads are not
# counted: a hardly trained network finds many equally likely.
MAX_ARCS_MOVED = 0.02
# How many points of ROUGE int8 may cost. Which of two equally good sentences it chooses is its own
# affair, as long as every CPU makes the same choice.
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


def compare_findings(
    report: Report,
    names: str,
    one: Findings,
    other: Findings,
    most: float,
    mean: float,
    moved: float,
) -> None:
    """Add the differences of two readings of our paragraphs."""
    difference = np.abs(one.probabilities - other.probabilities)
    report.add(f"{names}: greatest difference of a probability", difference.max(), most)
    report.add(f"{names}: mean difference", difference.mean(), mean)
    # The probabilities of all heads of a token add up to 1, so their sum is the number of tokens.
    share = np.abs(one.arcs - other.arcs).sum() / 2 / one.arcs.sum()
    report.add(f"{names}: share of probability with another head", share, moved)


def compare_digests(
    report: Report, path: Path, rows: int, networks: dict[str, Network], artifact: Artifact
) -> None:
    """Add how often int8 chooses other points than fp32, and what that does to ROUGE."""
    documents = load_documents(path, rows)
    chosen: dict[str, list[list[int]]] = {}
    rouge: dict[str, FloatArray] = {}
    for name in ("fp32", "int8"):
        scorer = build_scorer(artifact, networks[name])
        chosen[name] = [choose_points(scorer, document.article) for document in documents]
        measured = [
            Yardstick(document).measure([document.article.sentences[i].text for i in indices])
            for document, indices in zip(documents, chosen[name], strict=True)
        ]
        rouge[name] = np.array([[row["rouge1"], row["rouge2"]] for row in measured]).mean(axis=0)
    pairs = zip(chosen["fp32"], chosen["int8"], strict=True)
    changed = sum(one != other for one, other in pairs) / len(documents)
    lost = (rouge["fp32"] - rouge["int8"]).max()
    report.add(f"{path.name}: share of articles with another point in int8", changed)
    report.add(f"{path.name}: ROUGE-1 or -2 lost to int8", lost, MAX_ROUGE_DIFFERENCE)


def read_emulated(emulator: str, folder: Path) -> Findings:
    """Return what model.evaluation.paragraph_scores finds under an emulator."""
    with TemporaryDirectory() as scratch:
        out = Path(scratch) / "findings.npz"
        program = [sys.executable, "-m", "model.evaluation.paragraph_scores"]
        command = [*shlex.split(emulator), *program, "--model-dir", str(folder), "--out", str(out)]
        subprocess.run(command, check=True)  # noqa: S603
        return load_findings(out)


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.evaluation.parity", __doc__, "--model-dir", "--run", "--weights")
    parser.add_argument("--fp32", type=Path, default=BUILD / "fp32", metavar="DIR")
    parser.add_argument("--data", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--rows", type=int, default=300, help="articles of each FILE (300)")
    parser.add_argument(
        "--emulator", metavar="COMMAND", help="the command that emulates another CPU"
    )
    options = parser.parse_args()
    artifact = Artifact.load(options.model_dir)
    exported = replace(artifact, encoder=options.fp32 / ENCODER, document=options.fp32 / DOCUMENT)
    trained, rounded = (load_network(options.run / TRAINED, options.weights) for _ in range(2))
    set_rounding(rounded, is_rounding=True)
    networks: dict[str, Network] = {
        "torch": TorchEncoder(trained, artifact.relations),
        "torch, rounded": TorchEncoder(rounded, artifact.relations),
        "fp32": Encoder.load(exported),
        "int8": Encoder.load(artifact),
    }
    torch.set_num_threads(2)
    found = {name: read_paragraphs(network, artifact) for name, network in networks.items()}
    report = Report()
    count = len(found["int8"].probabilities)
    print(f"| {f'over {count} probabilities':64} | {'measured':10} | {'limit':9} |")
    print("|---|---|---|")
    exact = (MAX_EXPORT_DIFFERENCE,) * 3
    rounding = (MAX_ROUNDING_DIFFERENCE, MAX_MEAN_ROUNDING_DIFFERENCE, MAX_ARCS_MOVED)
    compare_findings(report, "torch, fp32", found["torch"], found["fp32"], *exact)
    compare_findings(
        report, "torch as int8, int8", found["torch, rounded"], found["int8"], *rounding
    )
    if options.emulator:
        emulated = read_emulated(options.emulator, options.model_dir)
        compare_findings(report, "int8 here, emulated", found["int8"], emulated, *rounding)
        changed = sum(a != b for a, b in zip(found["int8"].points, emulated.points, strict=True))
        report.add("int8 here, emulated: stories with another point", changed, 0)
    for path in options.data:
        compare_digests(report, path, options.rows, networks, artifact)
    if report.failures:
        sys.exit("Past the limit: " + "; ".join(report.failures))


if __name__ == "__main__":
    main()
