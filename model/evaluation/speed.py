"""Measure what a digest costs beside the bare pass of its encoder.

Run as `python -m model.evaluation.speed`: one article of our own paragraphs, 600 words, warm, the
two taken in turns so that they share the machine's noise. The bare pass reads the same tokens in
as few windows, and does nothing else.
"""

import argparse
import time
from collections.abc import Callable, Mapping
from itertools import cycle
from pathlib import Path

import numpy as np

from model.evaluation.paragraph_scores import PARAGRAPHS
from model.evaluation.systems import POINTS
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.windows import Tokens
from server.encoder import Encoder
from server.summarizer import Summarizer

ROUNDS = 41


def load_words(count: int) -> list[str]:
    """Return our paragraphs, over and over, up to `count` words."""
    kept: list[str] = []
    for paragraph in cycle(PARAGRAPHS.read_text(encoding="utf-8").splitlines()):
        words = paragraph.split()[:count]
        kept.append(" ".join(words))
        count -= len(words)
        if not count:
            break
    return kept


def time_in_turns(tasks: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return the milliseconds of every round of each task; the first, cold one is not counted."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(ROUNDS + 1):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            if turn:
                times[name].append(1000 * (time.perf_counter() - start))
    return times


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m model.evaluation.speed", description=__doc__)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--model-dir", type=Path, default=Path("model/artifact"))
    options = parser.parse_args()
    artifact = Artifact.load(options.model_dir)
    encoder = Encoder.load(artifact.network)
    summarizer = Summarizer.load(options.model_dir)
    paragraphs = load_words(options.words)
    sentences = [sentence.text for sentence in Article.from_paragraphs(paragraphs).sentences]
    windows = Tokens.load(artifact.tokenizer).pack(sentences, artifact.max_tokens)

    def encode() -> None:
        for window in windows:
            encoder.read(window, list(range(len(window.pieces))))

    def digest() -> None:
        summarizer.digest(Article.from_paragraphs(paragraphs), POINTS)

    times = time_in_turns({"encoder alone": encode, "digest": digest})
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    print(f"{words} words, {sum(len(w.ids) for w in windows)} tokens, {len(windows)} windows")
    for name, taken in times.items():
        print(f"{name}: median {np.median(taken):.0f} ms, p95 {np.percentile(taken, 95):.0f} ms")
    ratios = np.array(times["digest"]) / np.array(times["encoder alone"])
    print(f"digest / encoder alone: median {np.median(ratios):.2f}")


if __name__ == "__main__":
    main()
