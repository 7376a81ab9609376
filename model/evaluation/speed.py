"""Compare the time of a digest with that of its encoder alone.

Run as `python -m model.evaluation.speed`. Both read the same 600 words of our own paragraphs, warm
and by turns, so that they share the machine's noise. The encoder alone reads the same tokens in the
same windows and does nothing else.
"""

import time
from collections.abc import Callable, Mapping
from itertools import cycle

import numpy as np

from model.command_line import make_parser
from model.data.documents import POINTS
from model.evaluation.paragraph_scores import PARAGRAPHS
from server.artifact import Artifact
from server.digest.article import Article
from server.digest.salience.windows import Tokens
from server.encoder import Encoder
from server.summarizer import Summarizer

ROUNDS = 41


def load_words(count: int) -> list[str]:
    """Return `count` words of our paragraphs, repeated as often as needed."""
    kept: list[str] = []
    for paragraph in cycle(PARAGRAPHS.read_text(encoding="utf-8").splitlines()):
        words = paragraph.split()[:count]
        kept.append(" ".join(words))
        count -= len(words)
        if not count:
            break
    return kept


def time_in_turns(tasks: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return the milliseconds of each round of each task, without the first, cold round."""
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
    parser = make_parser("model.evaluation.speed", __doc__, "--model-dir")
    parser.add_argument("--words", type=int, default=600)
    options = parser.parse_args()
    artifact = Artifact.load(options.model_dir)
    encoder = Encoder.load(artifact)
    summarizer = Summarizer.load(options.model_dir)
    paragraphs = load_words(options.words)
    sentences = [sentence.text for sentence in Article.from_paragraphs(paragraphs).sentences]
    windows = Tokens.load(artifact.tokenizer).pack(sentences, artifact.max_tokens)

    def encode() -> None:
        for window in windows:
            encoder.read(window)

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
