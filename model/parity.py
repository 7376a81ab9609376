"""Prove that torch, fp32 ONNX and int8 ONNX read alike, number by number.

Run as `python -m model.parity`: it exits with 1 if a number is past its limit. `--data FILE` adds
the points that fp32 and int8 choose differently, and `--emulator "qemu-x86_64 -cpu Haswell"` reads
with int8 on a CPU without VNNI too.
"""

import argparse
import shlex
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from model.documents import load_documents
from model.network import Network
from model.reading import load_article, pack_windows, read_windows
from model.systems import build_centrality
from server.artifact import Artifact
from server.digest.scoring import Encode, FloatArray
from server.digest.tokens import Tokens, Window
from server.encoder import Encoder

ROUNDS = 15

# Two orders of adding up the same products differ in the last bits, and no more.
MAX_EXPORT_DIFFERENCE = 1e-4
# Bytes for activations whose outliers are fifteen times their median leave this much of the angle
# between two vectors of a sentence (model/LOG.md, 2026-11-22).
MIN_COSINE = 0.97
MIN_MEAN_COSINE = 0.99
# Other kernels add up fp32 in another order, and now and then an activation rounds to the next
# byte. Sums that saturate cost ten times as much (model/LOG.md, 2026-11-22).
MIN_EMULATED_COSINE = 0.995
# The share of points that int8 may choose differently: where two sentences weigh nearly the same,
# the last bits decide.
MAX_CHANGED_SHARE = 0.05


class Report:
    """A table of measured numbers, each against its limit where there is one."""

    def __init__(self) -> None:
        self.failures: list[str] = []

    def add(self, name: str, value: float, least: float = -np.inf, most: float = np.inf) -> None:
        """Print a number, and remember it if it is outside `least` to `most`."""
        limit = f">= {least}" if least > -np.inf else f"<= {most}" if most < np.inf else ""
        print(f"| {name:56} | {value:10.3g} | {limit:9} |", flush=True)
        if not least <= value <= most:
            self.failures.append(name)


def wrap_network(network: Network) -> Encode:
    """Return a torch network as the kind of function that an Encoder has."""

    def encode(window: Window) -> FloatArray:
        ids = torch.tensor([window.ids])
        with torch.inference_mode():
            states: FloatArray = network(ids, torch.ones_like(ids))[0].numpy()
        return states

    return encode


def average_windows(states: FloatArray, windows: list[Window]) -> FloatArray:
    """Return the unit mean of each window's states, (windows, D)."""
    ends = np.cumsum([0, *(len(window.ids) for window in windows)])
    means = np.stack([states[start:end].mean(axis=0) for start, end in pairwise(ends)])
    unit: FloatArray = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def compare_states(
    report: Report,
    names: str,
    states: tuple[FloatArray, FloatArray],
    windows: list[Window],
    **limits: float,
) -> None:
    """Add the greatest difference of two readings, and the cosines of their window means."""
    one, other = (average_windows(array, windows) for array in states)
    cosines = (one * other).sum(axis=1)
    difference = np.abs(states[0] - states[1]).max()
    report.add(f"{names}: greatest difference", difference, most=limits.get("difference", np.inf))
    report.add(f"{names}: least cosine", cosines.min(), least=limits.get("cosine", -np.inf))
    report.add(f"{names}: mean cosine", cosines.mean(), least=limits.get("mean", -np.inf))


def compare_choices(report: Report, path: Path, rows: int, one: Encode, other: Encode) -> None:
    """Add the share of points, and of articles, that two encoders choose differently."""
    artifact = Artifact.load(Path("model/artifact"))
    tokens = Tokens.load(artifact.tokenizer)
    systems = [build_centrality(tokens, encode, artifact.max_tokens) for encode in (one, other)]
    choices = [[set(s(d.article)) for s in systems] for d in load_documents(path, rows)]
    points = sum(len(left) for left, _ in choices)
    changed = sum(len(left - right) for left, right in choices)
    articles = sum(left != right for left, right in choices)
    report.add(f"{path.name}: share of points changed", changed / points, most=MAX_CHANGED_SHARE)
    report.add(f"{path.name}: share of articles changed", articles / len(choices))


def read_emulated(emulator: str, network: Path) -> tuple[FloatArray, list[int]]:
    """Return the states and the choice of model.reading, run under an emulator."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "states.npz"
        command = [*shlex.split(emulator), sys.executable, "-m", "model.reading"]
        subprocess.run([*command, "--network", network, "--out", out], check=True)  # noqa: S603
        with np.load(out) as read:
            return read["states"], read["chosen"].tolist()


def time_encoders(report: Report, encoders: dict[str, Encode], window: Window) -> None:
    """Add the median milliseconds of each, taken in turns so that they share the same noise."""
    times: dict[str, list[float]] = {name: [] for name in encoders}
    for _ in range(ROUNDS):
        for name, encode in encoders.items():
            start = time.perf_counter()
            encode(window)
            times[name].append(1000 * (time.perf_counter() - start))
    for name, taken in times.items():
        report.add(f"{name}: ms for {len(window.ids)} tokens, median", float(np.median(taken)))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.parity", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("model/build/weights"))
    parser.add_argument("--fp32", type=Path, default=Path("model/build/fp32.onnx"))
    parser.add_argument("--model-dir", type=Path, default=Path("model/artifact"))
    parser.add_argument("--data", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--rows", type=int, default=300, help="articles of each FILE (300)")
    parser.add_argument("--emulator", metavar="COMMAND", help="what to run an emulated CPU with")
    options = parser.parse_args()
    artifact = Artifact.load(options.model_dir)
    tokens = Tokens.load(artifact.tokenizer)
    windows = pack_windows(tokens, artifact.max_tokens)
    encoders = {
        "torch": wrap_network(Network.load(options.weights / "model.safetensors")),
        "fp32": Encoder.load(options.fp32).encode,
        "int8": Encoder.load(artifact.network).encode,
    }
    pytorch, fp32, int8 = (read_windows(encode, windows) for encode in encoders.values())
    report = Report()
    print(f"| {'over ' + str(len(windows)) + ' windows':56} | {'measured':10} | {'limit':9} |")
    print("|---|---|---|")
    compare_states(
        report, "torch, fp32", (pytorch, fp32), windows, difference=MAX_EXPORT_DIFFERENCE
    )
    compare_states(
        report, "fp32, int8", (fp32, int8), windows, cosine=MIN_COSINE, mean=MIN_MEAN_COSINE
    )
    if options.emulator:
        emulated, chosen = read_emulated(options.emulator, artifact.network)
        here = build_centrality(tokens, encoders["int8"], artifact.max_tokens)(load_article())
        names = "int8 here, emulated"
        compare_states(report, names, (int8, emulated), windows, cosine=MIN_EMULATED_COSINE)
        report.add(f"{names}: points changed", len({*here} - {*chosen}), most=0)
    for path in options.data:
        compare_choices(report, path, options.rows, encoders["fp32"], encoders["int8"])
    time_encoders(report, encoders, windows[-1])
    if report.failures:
        sys.exit("Past the limit: " + "; ".join(report.failures))


if __name__ == "__main__":
    main()
